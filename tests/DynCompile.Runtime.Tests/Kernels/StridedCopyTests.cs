using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class StridedCopyTests
{
    public static TheoryData<int[], int[], int, int[], int> Cases =>
        new()
        {
            { [], [], 3, [], 0 },
            { [7], [1], 2, [1], 0 },
            { [4], [0], 1, [1], 0 },
            { [3], [2], 1, [3], 2 },
            { [3, 5], [1, 3], 0, [5, 1], 0 },
            { [2, 3, 4], [12, 4, 1], 0, [12, 4, 1], 0 },
            { [2, 3, 4], [4, 8, 1], 0, [12, 4, 1], 0 },
            { [2, 1, 3], [3, 99, 1], 0, [6, 77, 2], 1 },
            { [2, 0, 3], [3, 3, 1], 0, [3, 3, 1], 0 },
            { [2, 2, 2, 2, 1, 2, 2, 1], [1, 2, 4, 8, 1, 16, 32, 1], 0, [32, 16, 8, 4, 1, 2, 1, 1], 0 },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_index_of_the_block_moves_to_its_place(int[] extents, int[] xStrides, int xOffset, int[] yStrides, int yOffset)
    {
        using var memory = new LaneMemory();
        Rows<int> x = memory.Integers(64, 0, 1000);
        Rows<int> y = memory.Blank<int>(64);
        KernelCheck.Run(
            memory,
            y,
            64,
            live =>
            {
                Fill.Run(live, -1, y, 64);
                StridedCopy.Run(live, x, y, extents, xStrides, xOffset, yStrides, yOffset);
            },
            lane =>
            {
                var expected = new double[64];
                Array.Fill(expected, -1);
                int count = extents.Aggregate(1, (a, b) => a * b);
                for (int i = 0; i < count; i++)
                {
                    int rest = i;
                    int from = xOffset;
                    int to = yOffset;
                    for (int axis = extents.Length - 1; axis >= 0; axis--)
                    {
                        from += rest % extents[axis] * xStrides[axis];
                        to += rest % extents[axis] * yStrides[axis];
                        rest /= extents[axis];
                    }
                    expected[to] = x.Span(lane, 64)[from];
                }
                return expected;
            }
        );
    }

    [Fact]
    public void Whole_rows_are_copied_and_shared_rows_spread()
    {
        using var memory = new LaneMemory();
        Rows<bool> x = memory.Shared(true, false, true);
        Rows<bool> y = memory.Blank<bool>(3);
        KernelCheck.Run(memory, y, 3, live => Copy.Run(live, x, y, 3), _ => [1, 0, 1]);
    }
}
