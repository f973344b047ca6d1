using DynCompile.Runtime.Kernels.Tiles;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>The weight of a convolution, for vectors over output channels where they are many, and over places of the image else.</summary>
/// <remarks>
/// For vectors over channels, panels as those of a <see cref="PackedMatrix"/>: [outputs / 16][inputs][kernel positions][16]. Else a row for
/// each output channel: [outputs][inputs of a group][kernel positions]. Without groups, a prefix of the output channels is the first
/// panels or rows, a prefix of the input channels the front of each.
/// </remarks>
public sealed unsafe class PackedConvolution : IStoredWeight
{
    private const int PanelWidth = PanelMatrix.PanelWidth;

    // A tile has two panels; of many channels it does not matter if the last tile has one.
    private const int OutputsOfTile = 2 * PanelWidth;
    private const int ManyOutputs = 6 * PanelWidth;

    private readonly NativeBuffer _memory;

    private PackedConvolution(ReadOnlySpan<float> weight, int outputs, int inputs, int kernelHeight, int kernelWidth, int groups)
    {
        Outputs = outputs;
        Inputs = inputs;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
        Groups = groups;
        _memory = new NativeBuffer(
            (long)weight.Length * sizeof(float),
            $"a convolution's weight of {outputs} x {inputs} x {kernelHeight} x {kernelWidth}"
        );
        HasPanels = groups == 1 && outputs % (outputs < ManyOutputs ? OutputsOfTile : PanelWidth) == 0;
        if (!HasPanels)
        {
            weight.CopyTo(new Span<float>(_memory.Pointer, weight.Length));
            return;
        }
        for (int output = 0; output < outputs; output++)
        {
            float* column = Panels.Line(0, output);
            for (int i = 0; i < RowLength; i++)
                column[(long)i * PanelWidth] = weight[output * RowLength + i];
        }
    }

    /// <summary>The stored number of output channels.</summary>
    public int Outputs { get; }

    /// <summary>The stored number of input channels of one group.</summary>
    public int Inputs { get; }

    /// <summary>Rows of the kernel; 1 for a convolution over one axis.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the kernel.</summary>
    public int KernelWidth { get; }

    /// <summary>Channel groups that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>Whether the vectors are over output channels.</summary>
    internal bool HasPanels { get; }

    internal PanelMatrix Panels => new((float*)_memory.Pointer, PanelWidth, (nint)RowLength * PanelWidth);

    internal int RowLength => Inputs * KernelHeight * KernelWidth;

    internal Rows<float> Rows => new((float*)_memory.Pointer, 0);

    /// <summary>Packs a weight, pruned first along the input channels if a sparsity is given.</summary>
    /// <param name="weight">[outputs, inputs / groups, height, width] or [outputs, inputs / groups, width]; f16 and bf16 become f32.</param>
    /// <param name="groups">Channel groups.</param>
    /// <param name="sparsity">Which input channels stay, at each kernel position.</param>
    /// <exception cref="ArgumentException">The weight has other axes, or a size is not divisible.</exception>
    public static PackedConvolution Pack(Tensor weight, int groups = 1, Sparsity? sparsity = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (weight.Rank is not (3 or 4) || !weight.Type.IsFloat())
            throw new ArgumentException($"{weight} is not a convolution's weight [outputs, inputs, height, width]", nameof(weight));
        int outputs = weight.Shape[0];
        int inputs = weight.Shape[1];
        int height = weight.Rank == 4 ? weight.Shape[2] : 1;
        int width = weight.Shape[^1];
        if (outputs % groups != 0)
            throw new ArgumentException($"{outputs} output channels are not a multiple of {groups} groups", nameof(groups));
        ReadOnlySpan<float> elements = weight.ToF32().AsSpan<float>();
        if (sparsity is { } pruning)
        {
            var pruned = new float[elements.Length];
            Pruning.PruneConvolution(elements, outputs, inputs, height * width, pruning, pruned);
            elements = pruned;
        }
        return new(elements, outputs, inputs, height, width, groups);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _memory.Dispose();

    /// <inheritdoc/>
    public long Bytes => _memory.Bytes;

    internal void RequirePrefix(int outputs, int groupInputs, Window2d window, int groups)
    {
        if (window.KernelHeight != KernelHeight || window.KernelWidth != KernelWidth || groups != Groups)
            throw new ArgumentException(
                $"a {window.KernelHeight} x {window.KernelWidth} kernel in {groups} groups is not the stored {KernelHeight} x {KernelWidth} in {Groups}"
            );
        bool isPrefix = groups == 1 && (uint)outputs <= (uint)Outputs && (uint)groupInputs <= (uint)Inputs;
        if (!isPrefix && (outputs != Outputs || groupInputs != Inputs))
            throw new ArgumentException(
                $"{outputs} outputs by {groupInputs} inputs are not within the stored {Outputs} by {Inputs} of {Groups} groups"
            );
    }
}
