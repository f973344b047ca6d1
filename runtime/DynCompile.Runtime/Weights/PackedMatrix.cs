using DynCompile.Runtime.Kernels.Tiles;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>The weight of a linear layer, packed for vectors that run over outputs.</summary>
/// <remarks>
/// [outputs / 16][inputs][16], the last panel padded with zeros. A prefix of the outputs is the first panels, a prefix of the inputs the
/// front of each panel, so that every elastic size reads the same memory.
/// </remarks>
public sealed unsafe class PackedMatrix : IStoredWeight
{
    /// <summary>Outputs in one panel.</summary>
    public const int PanelWidth = PanelMatrix.PanelWidth;

    private readonly NativeBuffer _memory;

    private PackedMatrix(ReadOnlySpan<float> weight, int outputs, int inputs)
    {
        Outputs = outputs;
        Inputs = inputs;
        int panels = (outputs + PanelWidth - 1) / PanelWidth;
        _memory = new NativeBuffer(panels * PanelBytes, $"a weight of {outputs} x {inputs}");
        for (int output = 0; output < outputs; output++)
        {
            float* column = Panel(output / PanelWidth) + output % PanelWidth;
            for (int input = 0; input < inputs; input++)
                column[(long)input * PanelWidth] = weight[output * inputs + input];
        }
    }

    /// <summary>The stored number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>The stored number of inputs.</summary>
    public int Inputs { get; }

    private long PanelBytes => (long)Inputs * PanelWidth * sizeof(float);

    /// <summary>Packs a weight of [outputs, inputs], pruned first if a sparsity is given.</summary>
    /// <param name="weight">The weight, as in a state dict; f16 and bf16 become f32.</param>
    /// <param name="sparsity">Which inputs stay.</param>
    /// <exception cref="ArgumentException">The weight is not a matrix of floats, or the sparsity does not divide its inputs.</exception>
    public static PackedMatrix Pack(Tensor weight, Sparsity? sparsity = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2 || !weight.Type.IsFloat())
            throw new ArgumentException($"{weight} is not a matrix of floats [outputs, inputs]", nameof(weight));
        return Pack(weight.ToF32().AsSpan<float>(), weight.Shape[0], weight.Shape[1], sparsity);
    }

    /// <summary>Packs a weight of [outputs, inputs], pruned first if a sparsity is given.</summary>
    /// <exception cref="ArgumentException">The number of elements is not outputs times inputs, or the sparsity does not divide the inputs.</exception>
    public static PackedMatrix Pack(ReadOnlySpan<float> weight, int outputs, int inputs, Sparsity? sparsity = null)
    {
        if (weight.Length != (long)outputs * inputs)
            throw new ArgumentException($"a weight of {outputs} x {inputs} does not have {weight.Length} elements", nameof(weight));
        if (sparsity is not { } pruning)
            return new(weight, outputs, inputs);
        var pruned = new float[weight.Length];
        Pruning.Prune(weight, outputs, inputs, pruning, pruned);
        return new(pruned, outputs, inputs);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _memory.Dispose();

    /// <inheritdoc/>
    public long Bytes => _memory.Bytes;

    internal PanelMatrix Panels => new((float*)_memory.Pointer, PanelWidth, (nint)Inputs * PanelWidth);

    private float* Panel(int panel) => (float*)(_memory.Pointer + panel * PanelBytes);

    internal void RequirePrefix(int outputs, int inputs)
    {
        if ((uint)outputs > (uint)Outputs || (uint)inputs > (uint)Inputs)
            throw new ArgumentException($"{outputs} x {inputs} is not within the stored {Outputs} x {Inputs}");
    }
}
