using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>The weight of a quantized linear layer, packed for products of 8-bit integers. A prefix of the outputs is read in place.</summary>
public sealed class PackedMatrixI8 : IStoredWeight
{
    private PackedMatrixI8(sbyte[] weight, int outputs, int inputs, int group)
    {
        (Outputs, Inputs) = (outputs, inputs);
        Panels = new BytePanels(outputs, 1, inputs, group, (o, _, i) => weight[o * inputs + i], $"a weight of {outputs} x {inputs}");
    }

    /// <summary>The stored number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    internal BytePanels Panels { get; }

    /// <inheritdoc/>
    public long Bytes => Panels.Bytes;

    /// <summary>Quantizes a weight of [outputs, inputs], each row by its own scale, and packs it; one of i8 is packed as it is.</summary>
    /// <exception cref="ArgumentException">The weight is not a matrix of floats or i8.</exception>
    public static PackedMatrixI8 Pack(Tensor weight) => Pack(weight, BytePanels.BestGroup);

    internal static PackedMatrixI8 Pack(Tensor weight, int group)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2)
            throw new ArgumentException($"{weight} is not a matrix [outputs, inputs]", nameof(weight));
        return new(RowQuantization.Quantize(weight), weight.Shape[0], weight.Shape[1], group);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => Panels.Dispose();
}
