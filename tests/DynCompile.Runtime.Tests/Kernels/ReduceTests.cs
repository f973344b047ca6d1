using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class ReduceTests
{
    private static readonly int[][] Shapes =
    [
        [1],
        [19],
        [3, 17],
        [17, 3],
        [2, 5, 9],
        [4, 1, 3, 20],
        [],
        [0],
        [3, 0],
        [2, 0, 4],
    ];

    public static TheoryData<int[], uint> Cases
    {
        get
        {
            var cases = new TheoryData<int[], uint>();
            foreach (int[] shape in Shapes)
                for (uint axes = 0; axes < 1u << shape.Length; axes++)
                    cases.Add(shape, axes);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Floats_are_joined_over_any_axes(int[] extents, uint axes)
    {
        using var memory = new LaneMemory();
        int length = extents.Aggregate(1, (a, b) => a * b);
        int kept = Kept(extents, axes);
        Rows<float> x = memory.Random(length);
        Rows<float> y = memory.Blank<float>(kept);
        double[] Expected(int lane, Func<IEnumerable<double>, double> join) =>
            Definition(KernelCheck.Doubles(x, lane, length), extents, axes, join);

        KernelCheck.Run(memory, y, kept, live => Reduce.Sum(live, x, y, extents, axes), lane => Expected(lane, v => v.Sum()));
        KernelCheck.Run(
            memory,
            y,
            kept,
            live => Reduce.Mean(live, x, y, extents, axes),
            lane => Expected(lane, v => v.DefaultIfEmpty(double.NaN).Average())
        );
        KernelCheck.Run(
            memory,
            y,
            kept,
            live => Reduce.Max(live, x, y, extents, axes),
            lane => Expected(lane, v => v.DefaultIfEmpty(double.NegativeInfinity).Max())
        );
        KernelCheck.Run(
            memory,
            y,
            kept,
            live => Reduce.Min(live, x, y, extents, axes),
            lane => Expected(lane, v => v.DefaultIfEmpty(double.PositiveInfinity).Min())
        );
        KernelCheck.Run(
            memory,
            y,
            kept,
            live => Reduce.Product(live, x, y, extents, axes),
            lane => Expected(lane, v => v.Aggregate(1.0, (a, b) => a * b))
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Integers_and_bools_are_joined_over_any_axes(int[] extents, uint axes)
    {
        using var memory = new LaneMemory();
        int length = extents.Aggregate(1, (a, b) => a * b);
        int kept = Kept(extents, axes);
        Rows<int> x = memory.Integers(length, -9, 10);
        Rows<bool> flags = memory.Filled(length, (lane, i) => (lane + i * i) % 3 != 0);
        Rows<int> y = memory.Blank<int>(kept);
        Rows<bool> flag = memory.Blank<bool>(kept);
        double[] Expected(int lane, Func<IEnumerable<double>, double> join) =>
            Definition(KernelCheck.Doubles(x, lane, length), extents, axes, join);
        double[] Flags(int lane, Func<IEnumerable<double>, double> join) =>
            Definition(KernelCheck.Doubles(flags, lane, length), extents, axes, join);

        KernelCheck.Run(memory, y, kept, live => Reduce.Sum(live, x, y, extents, axes), lane => Expected(lane, v => v.Sum()));
        KernelCheck.Run(
            memory,
            y,
            kept,
            live => Reduce.Max(live, x, y, extents, axes),
            lane => Expected(lane, v => v.DefaultIfEmpty(int.MinValue).Max())
        );
        KernelCheck.Run(
            memory,
            y,
            kept,
            live => Reduce.Min(live, x, y, extents, axes),
            lane => Expected(lane, v => v.DefaultIfEmpty(int.MaxValue).Min())
        );
        KernelCheck.Run(memory, y, kept, live => Reduce.Sum(live, flags, y, extents, axes), lane => Flags(lane, v => v.Sum()));
        KernelCheck.Run(
            memory,
            flag,
            kept,
            live => Reduce.Any(live, flags, flag, extents, axes),
            lane => Flags(lane, v => v.Contains(1) ? 1 : 0)
        );
        KernelCheck.Run(
            memory,
            flag,
            kept,
            live => Reduce.All(live, flags, flag, extents, axes),
            lane => Flags(lane, v => v.Contains(0) ? 0 : 1)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(20)]
    public void Nan_passes_through_the_largest_and_the_smallest(int place)
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Filled(21, (_, i) => i == place ? float.NaN : i);
        Rows<float> y = memory.Blank<float>(1);
        KernelCheck.Run(memory, y, 1, live => Reduce.Max(live, x, y, [21], 1), _ => [double.NaN]);
        KernelCheck.Run(memory, y, 1, live => Reduce.Min(live, x, y, [21], 1), _ => [double.NaN]);
    }

    [Fact]
    public void Integer_sums_and_products_wrap()
    {
        using var memory = new LaneMemory();
        Rows<int> x = memory.Shared(int.MaxValue, 2);
        Rows<int> y = memory.Blank<int>(1);
        KernelCheck.Run(memory, y, 1, live => Reduce.Sum(live, x, y, [2], 1), _ => [int.MinValue + 1]);
        KernelCheck.Run(memory, y, 1, live => Reduce.Product(live, x, y, [2], 1), _ => [-2]);
    }

    private static int Kept(int[] extents, uint axes) => extents.Where((_, axis) => (axes >> axis & 1) == 0).Aggregate(1, (a, b) => a * b);

    private static double[] Definition(double[] x, int[] extents, uint axes, Func<IEnumerable<double>, double> join)
    {
        var parts = new List<double>[Kept(extents, axes)];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = [];
        for (int i = 0; i < x.Length; i++)
        {
            int rest = i;
            int place = 0;
            int step = 1;
            for (int axis = extents.Length - 1; axis >= 0; axis--)
            {
                if ((axes >> axis & 1) == 0)
                {
                    place += rest % extents[axis] * step;
                    step *= extents[axis];
                }
                rest /= extents[axis];
            }
            parts[place].Add(x[i]);
        }
        return [.. parts.Select(join)];
    }
}
