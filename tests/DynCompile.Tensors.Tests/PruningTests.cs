using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace DynCompile.Tensors.Tests;

public class PruningTests
{
    [Fact]
    public void The_largest_magnitudes_of_every_block_stay() =>
        Assert.Equal([0, -5, 3, 0, 8, 0, 0, 7], Prune([1, -5, 3, 2, 8, 6, -6, 7], rows: 1, columns: 8, new(2, 4)));

    [Fact]
    public void Ties_go_to_the_lowest_index() =>
        Assert.Equal([2, -2, 0, 0, 0, 1, 1, 0], Prune([2, -2, 2, 2, 0, 1, 1, -1], rows: 2, columns: 4, new(2, 4)));

    [Fact]
    public void NaN_counts_as_largest()
    {
        float infinity = float.PositiveInfinity;
        Assert.Equal([0, float.NaN, 0, 0], Prune([infinity, float.NaN, 3, float.NaN], rows: 1, columns: 4, new(1, 4)));
        Assert.Equal([-infinity, float.NaN, 0, 0], Prune([-infinity, float.NaN, 3, 9], rows: 1, columns: 4, new(2, 4)));
    }

    [Fact]
    public void Consecutive_rows_share_the_pattern_of_the_largest_sums()
    {
        // The sums are 5 3 4 4, so the first and third columns stay; the last row is a group by itself.
        float[] weights = [1, 3, 2, 0, -4, 0, 2, 4, 0, 1, 2, 3];
        Assert.Equal([1, 0, 2, 0, -4, 0, 2, 0, 0, 0, 2, 3], Prune(weights, rows: 3, columns: 4, new(2, 4, By: 2)));
        Assert.Equal([0b0101ul, 0b1100ul], Pruning.Patterns(weights, 3, 4, new(2, 4, By: 2)));
    }

    [Fact]
    public void A_sum_with_NaN_is_largest_and_more_sharing_rows_than_there_are_is_one_group() =>
        Assert.Equal([0, float.NaN, 0, 1], Prune([9, float.NaN, 9, 1], rows: 2, columns: 2, new(1, 2, By: int.MaxValue)));

    [Fact]
    public void Convolutions_are_pruned_along_input_channels_at_each_kernel_position()
    {
        // [2 outputs, 2 inputs, 3 positions]: at each position one of the two inputs stays.
        float[] weights = [1, 2, 3, 3, 2, 1, -1, 0, 0, 0, 0, 5];
        Assert.Equal([0, 2, 3, 3, 0, 0, -1, 0, 0, 0, 0, 5], PruneConvolution(weights, 2, 2, 3, new(1, 2)));
        // Shared by both outputs, the sums are 2 2 3 for the first input and 3 2 6 for the second.
        Assert.Equal([0, 2, 0, 3, 0, 1, 0, 0, 0, 0, 0, 5], PruneConvolution(weights, 2, 2, 3, new(1, 2, By: 2)));
    }

    [Property]
    public Property A_convolution_prunes_as_the_matrix_of_its_permuted_weight() =>
        Prop.ForAll(
            Gen.Choose(-9, 9).ArrayOf(4 * 8 * 3).ToArbitrary(),
            numbers =>
            {
                float[] weights = [.. numbers.Select(number => (float)number)];
                // [out, in, positions] permuted to [out, positions, in], as PyTorch users prune with a matrix' rule.
                var permuted = new float[weights.Length];
                for (int i = 0; i < weights.Length; i++)
                    permuted[i / 24 * 24 + i % 3 * 8 + i / 3 % 8] = weights[i];
                float[] expected = Prune(permuted, rows: 12, columns: 8, new(2, 8));
                float[] actual = PruneConvolution(weights, 4, 8, 3, new(2, 8));
                for (int i = 0; i < weights.Length; i++)
                    Assert.Equal(expected[i / 24 * 24 + i % 3 * 8 + i / 3 % 8], actual[i]);
            }
        );

    [Property]
    public Property What_stays_is_unchanged_and_at_most_N_of_M() =>
        Prop.ForAll(
            Gen.Choose(-9, 9).ArrayOf(5 * 12).ToArbitrary(),
            Gen.Choose(1, 6).ToArbitrary(),
            Gen.Choose(1, 5).ToArbitrary(),
            (numbers, n, by) =>
            {
                float[] weights = [.. numbers.Select(number => (float)number)];
                var sparsity = new Sparsity(n, 6, by);
                float[] pruned = Prune(weights, rows: 5, columns: 12, sparsity);
                ulong[] patterns = Pruning.Patterns(weights, 5, 12, sparsity);
                for (int i = 0; i < weights.Length; i++)
                {
                    ulong pattern = patterns[i / 12 / by * 2 + i % 12 / 6];
                    Assert.Equal(n, System.Numerics.BitOperations.PopCount(pattern));
                    Assert.Equal((pattern >> (i % 6) & 1) == 1 ? weights[i] : 0, pruned[i]);
                }
            }
        );

    [Fact]
    public void Pruning_in_place_gives_the_same()
    {
        float[] weights = [1, -5, 3, 2, 8, 6, -6, 7];
        Pruning.Prune(weights, 2, 4, new(1, 4, By: 2), weights);
        Assert.Equal([0, -5, 0, 0, 0, 6, 0, 0], weights);
    }

    [Fact]
    public void A_full_block_of_64_keeps_everything()
    {
        float[] weights = [.. Enumerable.Range(0, 64).Select(i => i - 31.5f)];
        Assert.Equal(weights, Prune(weights, 1, 64, new(64, 64)));
        Assert.Equal([ulong.MaxValue], Pruning.Patterns(weights, 1, 64, new(64, 64)));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_with_their_values()
    {
        Assert.Equal("sparsity 2:4: 6 inputs are not a multiple of 4", Refused(6, 1, 6, new(2, 4), 6));
        Assert.Equal("2 outputs, 4 inputs and 1 positions make 8 weights, not 7", Refused(7, 2, 4, new(2, 4), 7));
        Assert.Equal("the result has 7 elements, the weights 8", Refused(8, 2, 4, new(2, 4), 7));
        Assert.Equal("the sparsity is missing", Refused(8, 2, 4, default, 8));

        static string Refused(int count, int rows, int columns, Sparsity sparsity, int resultCount) =>
            Assert
                .Throws<ArgumentException>(() => Pruning.Prune(new float[count], rows, columns, sparsity, new float[resultCount]))
                .Message;
    }

    private static float[] Prune(float[] weights, int rows, int columns, Sparsity sparsity)
    {
        var pruned = new float[weights.Length];
        Pruning.Prune(weights, rows, columns, sparsity, pruned);
        return pruned;
    }

    private static float[] PruneConvolution(float[] weights, int outputs, int inputs, int positions, Sparsity sparsity)
    {
        var pruned = new float[weights.Length];
        Pruning.PruneConvolution(weights, outputs, inputs, positions, sparsity, pruned);
        return pruned;
    }
}
