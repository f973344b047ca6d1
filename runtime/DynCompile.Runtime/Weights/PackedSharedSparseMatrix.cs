using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>The N:M sparse weight of a linear layer whose pattern is shared by 16 consecutive outputs, or a multiple: <c>2:8 by 16</c>.</summary>
/// <remarks>
/// [outputs / 16][inputs · N / M][16], the last panel padded with zeros, and for each panel the inputs that stay, ascending. It is read like a
/// dense weight with fewer inputs, by prefixes of inputs and outputs.
/// </remarks>
public sealed unsafe class PackedSharedSparseMatrix : IStoredWeight
{
    /// <summary>Outputs in one panel.</summary>
    internal const int PanelWidth = 16;

    private readonly NativeBuffer _memory;
    private readonly int _panels;

    private PackedSharedSparseMatrix(ReadOnlySpan<float> weight, int outputs, int inputs, Sparsity sparsity)
    {
        Outputs = outputs;
        Inputs = inputs;
        N = sparsity.N;
        M = sparsity.M;
        _panels = (outputs + PanelWidth - 1) / PanelWidth;
        _memory = new NativeBuffer(
            (long)_panels * Kept(inputs) * (PanelWidth * sizeof(float) + sizeof(int)),
            $"a sparse weight of {outputs} x {inputs}"
        );
        ulong[] patterns = Pruning.Patterns(weight, outputs, inputs, sparsity);
        for (int panel = 0; panel < _panels; panel++)
        {
            int first = panel * PanelWidth;
            var pattern = patterns.AsSpan(first / sparsity.By * (inputs / M), inputs / M);
            float* values = Panel(panel);
            int* kept = KeptInputs(panel);
            for (int input = 0; input < inputs; input++)
            {
                if ((pattern[input / M] >> (input % M) & 1) == 0)
                    continue;
                *kept++ = input;
                for (int output = first; output < Math.Min(first + PanelWidth, outputs); output++)
                    values[output - first] = weight[output * inputs + input];
                values += PanelWidth;
            }
        }
    }

    /// <summary>The stored number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>The stored number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>How many of <see cref="M"/> inputs stay.</summary>
    public int N { get; }

    /// <summary>Inputs of a block.</summary>
    public int M { get; }

    /// <inheritdoc/>
    public long Bytes => _memory.Bytes;

    /// <summary>Whether this form has kernels for a sparsity.</summary>
    public static bool Takes(Sparsity sparsity) => sparsity.By % PanelWidth == 0;

    /// <summary>Packs a weight of [outputs, inputs]: of every M inputs the N stay that are largest for the outputs of a group together.</summary>
    /// <param name="weight">The weight, as in a state dict; f16 and bf16 become f32.</param>
    /// <param name="sparsity">Which inputs stay.</param>
    /// <exception cref="ArgumentException">
    /// The weight is not a matrix of floats, the sparsity does not divide its inputs or is not one that <see cref="Takes"/>.
    /// </exception>
    public static PackedSharedSparseMatrix Pack(Tensor weight, Sparsity sparsity)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2 || !weight.Type.IsFloat())
            throw new ArgumentException($"{weight} is not a matrix of floats [outputs, inputs]", nameof(weight));
        return Pack(weight.ToF32().AsSpan<float>(), weight.Shape[0], weight.Shape[1], sparsity);
    }

    /// <inheritdoc cref="Pack(Tensor, Sparsity)"/>
    /// <param name="weight">The elements of [outputs, inputs].</param>
    /// <param name="outputs">Rows.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="sparsity">Which inputs stay.</param>
    public static PackedSharedSparseMatrix Pack(ReadOnlySpan<float> weight, int outputs, int inputs, Sparsity sparsity) =>
        Takes(sparsity)
            ? new(weight, outputs, inputs, sparsity)
            : throw new ArgumentException($"sparsity {sparsity}: no multiple of {PanelWidth} outputs shares a pattern", nameof(sparsity));

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _memory.Dispose();

    /// <summary>How many inputs of a panel stay among the first ones.</summary>
    internal int Kept(int inputs) => inputs / M * N;

    internal float* Panel(int panel) => (float*)_memory.Pointer + panel * (long)Kept(Inputs) * PanelWidth;

    /// <summary>The inputs that stay in a panel, ascending.</summary>
    internal int* KeptInputs(int panel) => (int*)Panel(_panels) + panel * (long)Kept(Inputs);

    internal void RequirePrefix(int outputs, int inputs)
    {
        if ((uint)outputs > (uint)Outputs || (uint)inputs > (uint)Inputs)
            throw new ArgumentException($"{outputs} x {inputs} is not within the stored {Outputs} x {Inputs}");
        if (inputs % M != 0)
            throw new ArgumentException($"{inputs} inputs are not a multiple of {M}");
    }
}
