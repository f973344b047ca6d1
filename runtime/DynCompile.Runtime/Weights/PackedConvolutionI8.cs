using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>
/// The weight of a quantized convolution, packed for products of 8-bit integers; each kernel position is a run of input channels. A
/// prefix of the output channels is read in place.
/// </summary>
public sealed class PackedConvolutionI8 : IStoredWeight
{
    private readonly BytePanels[] _groups;

    private PackedConvolutionI8(sbyte[] weight, int[] shape, int groups, int packing)
    {
        (Outputs, Inputs, KernelHeight, KernelWidth) = (shape[0], shape[1], shape[2], shape[3]);
        (int inputs, int positions) = (Inputs, KernelHeight * KernelWidth);
        int outputs = Outputs / groups;
        _groups = new BytePanels[groups];
        for (int g = 0; g < groups; g++)
        {
            int first = g * outputs;
            _groups[g] = new BytePanels(
                outputs,
                positions,
                inputs,
                packing,
                (o, position, i) => weight[((first + o) * inputs + i) * positions + position],
                $"a convolution's weight of {Outputs} x {Inputs} x {KernelHeight} x {KernelWidth}"
            );
        }
    }

    /// <summary>The stored number of output channels.</summary>
    public int Outputs { get; }

    /// <summary>The number of input channels of one group.</summary>
    public int Inputs { get; }

    /// <summary>Rows of the kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the kernel.</summary>
    public int KernelWidth { get; }

    /// <summary>Channel groups that do not see each other.</summary>
    public int Groups => _groups.Length;

    /// <inheritdoc/>
    public long Bytes => _groups.Sum(g => g.Bytes);

    internal int Packing => _groups[0].Group;

    internal BytePanels Panels(int group) => _groups[group];

    /// <summary>Quantizes a weight of [outputs, inputs / groups, rows, columns], each output by its own scale, and packs it.</summary>
    /// <param name="weight">Floats, or i8 that are packed as they are.</param>
    /// <param name="groups">Channel groups that do not see each other.</param>
    /// <exception cref="ArgumentException">The weight does not have four axes, or other elements, or the groups do not divide its outputs.</exception>
    public static PackedConvolutionI8 Pack(Tensor weight, int groups = 1) => Pack(weight, groups, BytePanels.BestGroup);

    internal static PackedConvolutionI8 Pack(Tensor weight, int groups, int packing)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 4 || groups < 1 || weight.Shape[0] % groups != 0)
            throw new ArgumentException($"{weight} is not a weight [outputs, inputs, rows, columns] in {groups} groups", nameof(weight));
        return new(RowQuantization.Quantize(weight), [.. weight.Shape], groups, packing);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        foreach (BytePanels group in _groups)
            group.Dispose();
    }

    internal void RequirePrefix(int outputs, int groupInputs, Window2d window, int groups)
    {
        if (window.KernelHeight != KernelHeight || window.KernelWidth != KernelWidth || groups != Groups || groupInputs != Inputs)
            throw new ArgumentException(
                $"a {window.KernelHeight} x {window.KernelWidth} kernel of {groupInputs} inputs in {groups} groups is not the stored {KernelHeight} x {KernelWidth} of {Inputs} in {Groups}"
            );
        if (outputs != Outputs && (groups > 1 || (uint)outputs > (uint)Outputs))
            throw new ArgumentException($"{outputs} outputs are not within the stored {Outputs} of {Groups} groups");
    }
}
