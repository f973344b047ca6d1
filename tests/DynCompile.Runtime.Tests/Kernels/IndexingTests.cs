using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class IndexingTests
{
    private static readonly FaultSite Here = new(Line: 12, Column: 8, FirstSample: 64);

    [Fact]
    public void Slices_are_selected_along_the_middle_axis()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Random(2 * 5 * 3);
        Rows<int> index = memory.Integers(4, 0, 5);
        Rows<float> y = memory.Blank<float>(2 * 4 * 3);
        KernelCheck.Run(
            memory,
            y,
            24,
            live => IndexSelect.Run(live, x, index, y, 2, 5, 3, 4, Here),
            lane =>
                [
                    .. Enumerable
                        .Range(0, 24)
                        .Select(i => (double)x.Span(lane, 30)[(i / 12 * 5 + index.Span(lane, 4)[i / 3 % 4]) * 3 + i % 3]),
                ]
        );
    }

    [Fact]
    public void Gather_and_scatter_follow_an_index_of_the_same_rank()
    {
        using var memory = new LaneMemory();
        // x is [3, 4, 2], the index [2, 3, 2] along axis 1.
        Rows<float> x = memory.Random(24);
        Rows<long> index = memory.Filled(12, (lane, i) => (long)((lane + i * 7) % 4));
        Rows<float> source = memory.Random(12, seed: 9);
        Rows<float> y = memory.Blank<float>(24);
        int Place(int lane, int i) => (i / 6 * 4 + (int)index.Span(lane, 12)[i]) * 2 + i % 2;

        KernelCheck.Run(
            memory,
            y,
            12,
            live => Gather.Run(live, x, index, y, [3, 4, 2], [2, 3, 2], 1, Here),
            lane => [.. Enumerable.Range(0, 12).Select(i => (double)x.Span(lane, 24)[Place(lane, i)])]
        );
        KernelCheck.Run(
            memory,
            y,
            24,
            live => Scatter.Run(live, x, index, source, y, [3, 4, 2], [2, 3, 2], 1, Here),
            lane =>
            {
                double[] expected = KernelCheck.Doubles(x, lane, 24);
                for (int i = 0; i < 12; i++)
                    expected[Place(lane, i)] = source.Span(lane, 12)[i];
                return expected;
            }
        );
    }

    [Fact]
    public void A_one_stands_at_each_index()
    {
        using var memory = new LaneMemory();
        Rows<int> index = memory.Shared(2, 0);
        Rows<float> y = memory.Blank<float>(6);
        KernelCheck.Run(memory, y, 6, live => OneHot.Run(live, index, y, 2, 3, Here), _ => [0, 0, 1, 1, 0, 0]);
    }

    [Fact]
    public void A_slice_begins_where_the_model_computes()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Random(2 * 6 * 2);
        Rows<int> start = memory.Filled(1, (lane, _) => lane);
        Rows<float> y = memory.Blank<float>(2 * 2 * 2);
        KernelCheck.Run(
            memory,
            y,
            8,
            live => SliceRead.Run(live, x, start, y, 2, 6, 2, 2, Here),
            lane => [.. Enumerable.Range(0, 8).Select(i => (double)x.Span(lane, 24)[(i / 4 * 6 + lane) * 2 + i % 4])]
        );
    }

    [Fact]
    public void Elements_and_sub_tensors_are_read_at_computed_indices()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Random(3 * 4 * 2);
        Rows<int> i = memory.Integers(1, 0, 3, seed: 1);
        Rows<int> j = memory.Integers(1, 0, 4, seed: 2);
        Rows<int> k = memory.Integers(1, 0, 2, seed: 3);
        Rows<float> y = memory.Blank<float>(8);
        double At(int lane, int place) => x.Span(lane, 24)[place];

        KernelCheck.Run(
            memory,
            y,
            8,
            live => ElementRead.Run(live, x, i, y, 3, 8, Here),
            lane => [.. Enumerable.Range(0, 8).Select(n => At(lane, i[lane] * 8 + n))]
        );
        KernelCheck.Run(
            memory,
            y,
            2,
            live => ElementRead.Run(live, x, i, j, y, 3, 4, 2, Here),
            lane => [.. Enumerable.Range(0, 2).Select(n => At(lane, (i[lane] * 4 + j[lane]) * 2 + n))]
        );
        KernelCheck.Run(
            memory,
            y,
            1,
            live => ElementRead.Run(live, x, i, j, k, y, 3, 4, 2, 1, Here),
            lane => [At(lane, (i[lane] * 4 + j[lane]) * 2 + k[lane])]
        );
    }

    [Fact]
    public void An_update_replaces_one_element_and_leaves_the_others()
    {
        using var memory = new LaneMemory();
        Rows<int> i = memory.Shared(1);
        Rows<int> j = memory.Shared(2);
        Rows<int> k = memory.Shared(0);
        Rows<int> value = memory.Shared(7, 8);
        Rows<int> y = memory.Blank<int>(12);
        KernelCheck.Run(
            memory,
            y,
            6,
            live =>
            {
                Fill.Run(live, 1, y, 6);
                ElementUpdate.Run(live, i, value, y, 3, 2, Here);
            },
            _ => [1, 1, 7, 8, 1, 1]
        );
        KernelCheck.Run(
            memory,
            y,
            6,
            live =>
            {
                Fill.Run(live, 1, y, 6);
                ElementUpdate.Run(live, i, j, value, y, 2, 3, 1, Here);
            },
            _ => [1, 1, 1, 1, 1, 7]
        );
        KernelCheck.Run(
            memory,
            y,
            12,
            live =>
            {
                Fill.Run(live, 1, y, 12);
                ElementUpdate.Run(live, i, j, k, value, y, 2, 3, 2, 1, Here);
            },
            _ => [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 7, 1]
        );
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void An_index_out_of_range_names_sample_line_value_and_bound(int wrong)
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Blank<float>(20);
        Rows<float> y = memory.Blank<float>(20);
        Rows<int> index = memory.Filled(1, (lane, _) => lane == 3 ? wrong : 0);
        Action<Lanes>[] kernels =
        [
            live => IndexSelect.Run(live, x, index, y, 1, 5, 1, 1, Here),
            live => Gather.Run(live, x, index, y, [5], [1], 0, Here),
            live => Scatter.Run(live, x, index, x, y, [5], [1], 0, Here),
            live => OneHot.Run(live, index, y, 1, 5, Here),
            live => SliceRead.Run(live, x, index, y, 1, 7, 1, 3, Here),
            live => ElementRead.Run(live, x, index, y, 5, 2, Here),
            live => ElementUpdate.Run(live, index, x, y, 5, 2, Here),
        ];
        foreach (Action<Lanes> kernel in kernels)
        {
            kernel(memory.Live(0, 1, 2, 4));
            var fault = Assert.Throws<DynRunException>(() => kernel(memory.All()));
            Assert.Equal((67, 12, 8, wrong, 5), (fault.Sample, fault.Line, fault.Column, fault.Value, fault.Bound));
            Assert.Equal($"index {wrong} is outside 0..5 (sample 67, line 12, column 8)", fault.Message);
        }
    }
}
