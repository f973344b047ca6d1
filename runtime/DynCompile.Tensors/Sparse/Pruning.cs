namespace DynCompile.Tensors;

/// <summary>N:M pruning of dense weights: the largest magnitudes of every block stay, the others become zero.</summary>
/// <remarks>Ties go to the lowest index; NaN counts as largest. Blocks run along the inputs; sharing rows are consecutive outputs.</remarks>
public static class Pruning
{
    /// <summary>Prunes a matrix of outputs by inputs, such as the weight of <c>linear</c>.</summary>
    /// <param name="weights">The dense weights, [rows, columns].</param>
    /// <param name="rows">The number of outputs.</param>
    /// <param name="columns">The number of inputs, a multiple of M.</param>
    /// <param name="sparsity">Which columns of a block stay, and how many rows share the pattern; the last group may be shorter.</param>
    /// <param name="pruned">The result, [rows, columns]; may be the same memory as <paramref name="weights"/>.</param>
    /// <exception cref="ArgumentException">A size does not fit, or M does not divide <paramref name="columns"/>.</exception>
    public static void Prune(ReadOnlySpan<float> weights, int rows, int columns, Sparsity sparsity, Span<float> pruned) =>
        PruneConvolution(weights, rows, columns, positions: 1, sparsity, pruned);

    /// <summary>Prunes a convolution's weight along its input channels, at each kernel position by itself.</summary>
    /// <param name="weights">The dense weights, [outputs, inputs, positions]; the kernel's axes count as one.</param>
    /// <param name="outputs">The number of output channels.</param>
    /// <param name="inputs">The number of input channels (of a group), a multiple of M.</param>
    /// <param name="positions">The number of kernel positions: the product of the kernel's sizes.</param>
    /// <param name="sparsity">Which inputs of a block stay, and how many outputs share the pattern of a position.</param>
    /// <param name="pruned">The result, [outputs, inputs, positions]; may be the same memory as <paramref name="weights"/>.</param>
    /// <exception cref="ArgumentException">A size does not fit, or M does not divide <paramref name="inputs"/>.</exception>
    public static void PruneConvolution(
        ReadOnlySpan<float> weights,
        int outputs,
        int inputs,
        int positions,
        Sparsity sparsity,
        Span<float> pruned
    )
    {
        RequireSizes(weights.Length, outputs, inputs, positions, sparsity);
        if (pruned.Length != weights.Length)
            throw new ArgumentException($"the result has {pruned.Length} elements, the weights {weights.Length}");
        weights.CopyTo(pruned);

        var layout = new BlockLayout(outputs, inputs, positions, sparsity);
        for (int group = 0; group < layout.Groups; group++)
        for (int block = 0; block < layout.BlocksOfARow; block++)
        for (int position = 0; position < positions; position++)
        {
            // `pruned` still holds this block's dense weights: blocks do not overlap.
            ulong pattern = layout.Choose(pruned, group, block, position);
            layout.Clear(pruned, group, block, position, ~pattern);
        }
    }

    /// <summary>The patterns of a matrix's blocks, for packed forms; bit i says that column i of the block stays.</summary>
    /// <param name="weights">The dense weights, [rows, columns].</param>
    /// <param name="rows">The number of outputs.</param>
    /// <param name="columns">The number of inputs, a multiple of M.</param>
    /// <param name="sparsity">Which columns of a block stay, and how many rows share the pattern.</param>
    /// <returns>One pattern for each group of rows and block, [ceil(rows / By), columns / M]; each has exactly N bits.</returns>
    /// <exception cref="ArgumentException">A size does not fit, or M does not divide <paramref name="columns"/>.</exception>
    public static ulong[] Patterns(ReadOnlySpan<float> weights, int rows, int columns, Sparsity sparsity)
    {
        RequireSizes(weights.Length, rows, columns, positions: 1, sparsity);
        var layout = new BlockLayout(rows, columns, Positions: 1, sparsity);
        var patterns = new ulong[layout.Groups * layout.BlocksOfARow];
        for (int i = 0; i < patterns.Length; i++)
            patterns[i] = layout.Choose(weights, i / layout.BlocksOfARow, i % layout.BlocksOfARow, position: 0);
        return patterns;
    }

    private static void RequireSizes(int count, int outputs, int inputs, int positions, Sparsity sparsity)
    {
        if (sparsity.M == 0)
            throw new ArgumentException("the sparsity is missing");
        if (inputs % sparsity.M != 0)
            throw new ArgumentException($"sparsity {sparsity}: {inputs} inputs are not a multiple of {sparsity.M}");
        long expected = Shapes.ElementCount([outputs, inputs, positions]);
        if (count != expected)
            throw new ArgumentException(
                $"{outputs} outputs, {inputs} inputs and {positions} positions make {expected} weights, not {count}"
            );
    }

    private readonly record struct BlockLayout(int Outputs, int Inputs, int Positions, Sparsity Sparsity)
    {
        // Not (Outputs + By - 1) / By, which overflows for the largest By.
        public int Groups => Outputs / Sparsity.By + (Outputs % Sparsity.By == 0 ? 0 : 1);

        public int BlocksOfARow => Inputs / Sparsity.M;

        public ulong Choose(ReadOnlySpan<float> weights, int group, int block, int position)
        {
            // Doubles in the order of the rows: the sum is the same on every machine.
            Span<double> magnitudes = stackalloc double[Sparsity.MaxBlock];
            magnitudes.Clear();
            int first = group * Sparsity.By;
            int count = Math.Min(Sparsity.By, Outputs - first);
            for (int output = first; output < first + count; output++)
            for (int i = 0; i < Sparsity.M; i++)
                magnitudes[i] += Math.Abs((double)weights[IndexOf(output, block, i, position)]);
            return LargestOf(magnitudes.Slice(0, Sparsity.M), Sparsity.N);
        }

        public void Clear(Span<float> weights, int group, int block, int position, ulong dropped)
        {
            int first = group * Sparsity.By;
            int count = Math.Min(Sparsity.By, Outputs - first);
            for (int output = first; output < first + count; output++)
            for (int i = 0; i < Sparsity.M; i++)
            {
                if ((dropped >> i & 1) == 1)
                    weights[IndexOf(output, block, i, position)] = 0;
            }
        }

        private int IndexOf(int output, int block, int i, int position) =>
            (output * Inputs + block * Sparsity.M + i) * Positions + position;

        private static ulong LargestOf(ReadOnlySpan<double> magnitudes, int count)
        {
            ulong chosen = 0;
            for (int n = 0; n < count; n++)
            {
                int best = -1;
                for (int i = 0; i < magnitudes.Length; i++)
                {
                    if ((chosen >> i & 1) == 0 && (best < 0 || IsLarger(magnitudes[i], magnitudes[best])))
                        best = i;
                }
                chosen |= 1ul << best;
            }
            return chosen;
        }

        private static bool IsLarger(double a, double b) => a > b || (double.IsNaN(a) && !double.IsNaN(b));
    }
}
