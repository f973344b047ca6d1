using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels;

/// <summary>A convolution (cross-correlation), as <c>torch.nn.functional.conv2d</c>; over one axis with height 1.</summary>
public static unsafe class Conv2d
{
    /// <summary>y = conv2d(x, weight, bias), with a packed weight.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[inputs, height, width].</param>
    /// <param name="weight">[outputs, inputs / groups, kernel] or, without groups, larger and read as a prefix.</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="y">[outputs, window.OutputHeight(height), window.OutputWidth(width)].</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="window">How the kernel moves.</param>
    /// <param name="groups">Channel groups that do not see each other.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public static void Run(
        Lanes live,
        Rows<float> x,
        PackedConvolution weight,
        Rows<float> bias,
        Rows<float> y,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        int groups = 1,
        bool relu = false
    )
    {
        ArgumentNullException.ThrowIfNull(weight);
        weight.RequirePrefix(outputs, inputs / groups, window, groups);
        if (!weight.HasPanels)
            Run(live, x, weight.Rows, weight.RowLength, bias, y, inputs, outputs, height, width, window, groups, relu);
        else if (Vector512.IsHardwareAccelerated)
            Run<Vector512<float>, Vectors512>(live, x, weight.Panels, bias, y, inputs, outputs, height, width, window, relu);
        else
            Run<Vector256<float>, Vectors256>(live, x, weight.Panels, bias, y, inputs, outputs, height, width, window, relu);
        GC.KeepAlive(weight);
    }

    /// <summary>y = conv2d(x, weight, bias), with a weight that is computed for each lane.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[inputs, height, width].</param>
    /// <param name="weight">[outputs, inputs / groups, kernel height, kernel width].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="y">[outputs, window.OutputHeight(height), window.OutputWidth(width)].</param>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of y.</param>
    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="window">How the kernel moves.</param>
    /// <param name="groups">Channel groups that do not see each other.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public static void Run(
        Lanes live,
        Rows<float> x,
        Rows<float> weight,
        Rows<float> bias,
        Rows<float> y,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        int groups = 1,
        bool relu = false
    )
    {
        int length = inputs / groups * window.KernelHeight * window.KernelWidth;
        Run(live, x, weight, length, bias, y, inputs, outputs, height, width, window, groups, relu);
    }

    private static void Run(
        Lanes live,
        Rows<float> x,
        Rows<float> weight,
        int weightStride,
        Rows<float> bias,
        Rows<float> y,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        int groups,
        bool relu
    )
    {
        if (Vector512.IsHardwareAccelerated)
            Run<Vector512<float>, Vectors512>(live, x, weight, weightStride, bias, y, inputs, outputs, height, width, window, groups, relu);
        else
            Run<Vector256<float>, Vectors256>(live, x, weight, weightStride, bias, y, inputs, outputs, height, width, window, groups, relu);
    }

    /// <summary>The same with vectors of a given width, and the weights of an output every so many floats.</summary>
    internal static void Run<V, T>(
        Lanes live,
        Rows<float> x,
        Rows<float> weight,
        nint weightStride,
        Rows<float> bias,
        Rows<float> y,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        int groups,
        bool relu
    )
        where V : struct
        where T : struct, IVectors<V>
    {
        int area = window.OutputHeight(height) * window.OutputWidth(width);
        if (live.IsEmpty || outputs == 0 || area == 0)
            return;
        int groupInputs = inputs / groups;
        int groupOutputs = outputs / groups;
        var product = new PlaceConvolution<V, T>(groupInputs, groupOutputs, height, width, window, relu);
        foreach (int lane in live)
        {
            for (nint group = 0; group < groups; group++)
            {
                product.Run(
                    x.Row(lane) + group * groupInputs * height * width,
                    weight.Row(lane) + group * groupOutputs * weightStride,
                    weightStride,
                    bias.IsNull ? null : bias.Row(lane) + group * groupOutputs,
                    y.Row(lane) + group * groupOutputs * area
                );
            }
        }
    }

    /// <summary>The same with the weight in panels, without groups.</summary>
    internal static void Run<V, T>(
        Lanes live,
        Rows<float> x,
        in PanelMatrix weight,
        Rows<float> bias,
        Rows<float> y,
        int inputs,
        int outputs,
        int height,
        int width,
        Window2d window,
        bool relu
    )
        where V : struct
        where T : struct, IVectors<V>
    {
        if (live.IsEmpty || outputs == 0 || window.OutputHeight(height) * window.OutputWidth(width) == 0)
            return;
        new ChannelConvolution<V, T>(inputs, outputs, height, width, window, relu).Run(live, x, weight, bias, y);
    }
}
