using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class RankingTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 9, 1)]
    [InlineData(3, 40, 2)]
    [InlineData(1, 100, 1)]
    public void Ties_go_to_the_lowest_index_in_every_ranking(int outer, int axis, int inner)
    {
        using var memory = new LaneMemory();
        int length = outer * axis * inner;
        var random = new Random(4);
        float[] few = [float.NaN, float.PositiveInfinity, -0.5f, 0, 1, 2, float.NegativeInfinity];
        Rows<float> x = memory.Filled(length, (_, _) => few[random.Next(few.Length)]);
        Rows<float> values = memory.Blank<float>(length);
        Rows<int> indices = memory.Blank<int>(length);

        // LINQ's orderings are stable; the key puts NaN above infinity.
        double[] Indices(int lane, bool descending, int kept, int nan = 1)
        {
            double[] elements = KernelCheck.Doubles(x, lane, length);
            var result = new double[outer * kept * inner];
            for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                (int, double) Key(int k)
                {
                    double v = elements[(o * axis + k) * inner + i];
                    return double.IsNaN(v) ? (nan, 0) : (0, v);
                }
                var places = Enumerable.Range(0, axis);
                int[] order = [.. descending ? places.OrderByDescending(Key) : places.OrderBy(Key)];
                for (int k = 0; k < kept; k++)
                    result[(o * kept + k) * inner + i] = order[k];
            }
            return result;
        }
        double[] Values(int lane, bool descending, int kept) =>
            [
                .. Indices(lane, descending, kept)
                    .Select((k, i) => (double)x.Span(lane, length)[(i / (kept * inner) * axis + (int)k) * inner + i % inner]),
            ];

        foreach (bool descending in new[] { false, true })
        {
            KernelCheck.Run(
                memory,
                indices,
                length,
                live => Sort.Run(live, x, values, indices, outer, axis, inner, descending),
                lane => Indices(lane, descending, axis)
            );
            KernelCheck.Run(
                memory,
                values,
                length,
                live => Sort.Run(live, x, values, indices, outer, axis, inner, descending),
                lane => Values(lane, descending, axis)
            );
        }
        foreach (int k in new[] { 1, (axis + 1) / 2, axis })
        {
            KernelCheck.Run(
                memory,
                indices,
                outer * k * inner,
                live => TopK.Run(live, x, default, indices, outer, axis, inner, k),
                lane => Indices(lane, true, k)
            );
            KernelCheck.Run(
                memory,
                values,
                outer * k * inner,
                live => TopK.Run(live, x, values, indices, outer, axis, inner, k),
                lane => Values(lane, true, k)
            );
        }
        KernelCheck.Run(
            memory,
            indices,
            outer * inner,
            live => ArgMax.Run(live, x, indices, outer, axis, inner),
            lane => Indices(lane, true, 1)
        );
        KernelCheck.Run(
            memory,
            indices,
            outer * inner,
            live => ArgMin.Run(live, x, indices, outer, axis, inner),
            // As in `min`, and as in PyTorch, NaN comes before every number.
            lane => Indices(lane, false, 1, nan: -1)
        );
    }

    [Fact]
    public void Integers_rank_too_and_nothing_is_kept_of_an_empty_axis()
    {
        using var memory = new LaneMemory();
        Rows<int> x = memory.Shared(3, 7, 7, -1);
        Rows<int> values = memory.Blank<int>(2);
        Rows<int> indices = memory.Blank<int>(2);
        KernelCheck.Run(memory, indices, 2, live => TopK.Run(live, x, values, indices, 1, 4, 1, 2), _ => [1, 2]);
        KernelCheck.Run(memory, indices, 0, live => Sort.Run(live, x, values, indices, 1, 0, 1), _ => []);
    }

    [Fact]
    public void Running_sums_go_along_their_axis()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Shared(1f, 2f, 3f, 4f, 5f, 6f);
        Rows<float> y = memory.Blank<float>(6);
        KernelCheck.Run(memory, y, 6, live => CumSum.Run(live, x, y, 1, 3, 2), _ => [1, 2, 4, 6, 9, 12]);
        KernelCheck.Run(memory, y, 6, live => CumSum.Run(live, x, y, 2, 3, 1), _ => [1, 3, 6, 4, 9, 15]);
        Rows<int> wide = memory.Shared(int.MaxValue, 1);
        Rows<int> sums = memory.Blank<int>(2);
        KernelCheck.Run(memory, sums, 2, live => CumSum.Run(live, wide, sums, 1, 2, 1), _ => [int.MaxValue, int.MinValue]);
    }
}
