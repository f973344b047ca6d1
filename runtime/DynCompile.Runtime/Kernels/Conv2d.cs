using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>A convolution (cross-correlation), as <c>torch.nn.functional.conv2d</c>; over one axis with height 1.</summary>
public static unsafe class Conv2d
{
    private const int Width = PackedConvolution.PanelWidth;
    private const int Tile = 8;

    // Each result starts at its bias and adds input channel by input channel, kernel row by row, column by column; places in the
    // border add nothing. Both forms of the weight keep this order.

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
        int groupInputs = inputs / groups;
        int groupOutputs = outputs / groups;
        weight.RequirePrefix(outputs, groupInputs, window, groups);
        var plane = new Plane(height, width, window);
        foreach (int lane in live)
        {
            for (int group = 0; group < groups; group++)
            {
                float* xs = x.Row(lane) + (nint)group * groupInputs * height * width;
                for (int channel = 0; channel < groupOutputs; channel += Width)
                {
                    int output = group * groupOutputs + channel;
                    int channels = Math.Min(Width, groupOutputs - channel);
                    float* ys = y.Row(lane) + (nint)output * plane.OutputHeight * plane.OutputWidth;
                    float* start = bias.IsNull ? null : bias.Row(lane) + output;
                    Panel(xs, weight.Panel(group, channel / Width), start, ys, groupInputs, channels, plane, relu);
                }
            }
        }
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
        int groupInputs = inputs / groups;
        int groupOutputs = outputs / groups;
        int kernel = window.KernelHeight * window.KernelWidth;
        var plane = new Plane(height, width, window);
        foreach (int lane in live)
        {
            float* ys = y.Row(lane);
            for (int output = 0; output < outputs; output++)
            {
                float* xs = x.Row(lane) + (nint)(output / groupOutputs) * groupInputs * height * width;
                float* w = weight.Row(lane) + (nint)output * groupInputs * kernel;
                float start = bias.IsNull ? 0 : bias.Row(lane)[output];
                for (int row = 0; row < plane.OutputHeight; row++, ys += plane.OutputWidth)
                    OutputRow(xs, w, start, ys, groupInputs, row, plane, relu);
            }
        }
    }

    private static void Panel(float* x, float* weight, float* bias, float* y, int inputs, int channels, in Plane plane, bool relu)
    {
        float* results = stackalloc float[Tile * Width];
        float* padded = stackalloc float[Width];
        Vector256<float> zero = default;
        zero.Store(padded);
        if (bias != null)
            new Span<float>(bias, channels).CopyTo(new Span<float>(padded, Width));
        Vector256<float> start = Vector256.Load(padded);

        nint area = (nint)plane.OutputHeight * plane.OutputWidth;
        for (int row = 0; row < plane.OutputHeight; row++)
        for (int column = 0; column < plane.OutputWidth; column += Tile)
        {
            int places = Math.Min(Tile, plane.OutputWidth - column);
            if (places == Tile && plane.IsInside(row, column))
                InsideTile(x, weight, start, results, inputs, row, column, plane);
            else
                BorderTile(x, weight, start, results, inputs, row, column, places, plane);
            if (relu)
                ClearNegative(results, places);
            float* ys = y + (nint)row * plane.OutputWidth + column;
            for (int channel = 0; channel < channels; channel++)
            for (int place = 0; place < places; place++)
                ys[channel * area + place] = results[place * Width + channel];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InsideTile(
        float* x,
        float* weight,
        Vector256<float> start,
        float* results,
        int inputs,
        int row,
        int column,
        in Plane plane
    )
    {
        Vector256<float> a0 = start,
            a1 = start,
            a2 = start,
            a3 = start;
        Vector256<float> a4 = start,
            a5 = start,
            a6 = start,
            a7 = start;
        Window2d window = plane.Window;
        nint step = window.StrideWidth;
        nint lineStep = (nint)window.DilationHeight * plane.Width;
        nint channelStep = (nint)plane.Height * plane.Width;
        float* corner = x + (nint)plane.Top(row) * plane.Width + plane.Left(column);
        for (int input = 0; input < inputs; input++, corner += channelStep)
        {
            float* line = corner;
            for (int ky = 0; ky < window.KernelHeight; ky++, line += lineStep)
            {
                float* at = line;
                for (int kx = 0; kx < window.KernelWidth; kx++, at += window.DilationWidth, weight += Width)
                {
                    Vector256<float> w = Vector256.LoadAligned(weight);
                    a0 = Elementary.MultiplyAdd(Vector256.Create(at[0]), w, a0);
                    a1 = Elementary.MultiplyAdd(Vector256.Create(at[step]), w, a1);
                    a2 = Elementary.MultiplyAdd(Vector256.Create(at[2 * step]), w, a2);
                    a3 = Elementary.MultiplyAdd(Vector256.Create(at[3 * step]), w, a3);
                    a4 = Elementary.MultiplyAdd(Vector256.Create(at[4 * step]), w, a4);
                    a5 = Elementary.MultiplyAdd(Vector256.Create(at[5 * step]), w, a5);
                    a6 = Elementary.MultiplyAdd(Vector256.Create(at[6 * step]), w, a6);
                    a7 = Elementary.MultiplyAdd(Vector256.Create(at[7 * step]), w, a7);
                }
            }
        }
        a0.Store(results);
        a1.Store(results + Width);
        a2.Store(results + 2 * Width);
        a3.Store(results + 3 * Width);
        a4.Store(results + 4 * Width);
        a5.Store(results + 5 * Width);
        a6.Store(results + 6 * Width);
        a7.Store(results + 7 * Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BorderTile(
        float* x,
        float* weight,
        Vector256<float> start,
        float* results,
        int inputs,
        int row,
        int column,
        int places,
        in Plane plane
    )
    {
        Window2d window = plane.Window;
        for (int place = 0; place < places; place++)
            start.Store(results + place * Width);
        for (int input = 0; input < inputs; input++, x += (nint)plane.Height * plane.Width)
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            int iy = plane.Top(row) + ky * window.DilationHeight;
            if ((uint)iy >= (uint)plane.Height)
            {
                weight += window.KernelWidth * Width;
                continue;
            }
            float* line = x + (nint)iy * plane.Width;
            for (int kx = 0; kx < window.KernelWidth; kx++, weight += Width)
            {
                Vector256<float> w = Vector256.LoadAligned(weight);
                int ix = plane.Left(column) + kx * window.DilationWidth;
                for (int place = 0; place < places; place++, ix += window.StrideWidth)
                {
                    if ((uint)ix >= (uint)plane.Width)
                        continue;
                    float* result = results + place * Width;
                    Elementary.MultiplyAdd(Vector256.Create(line[ix]), w, Vector256.Load(result)).Store(result);
                }
            }
        }
    }

    private static void ClearNegative(float* results, int places)
    {
        for (int place = 0; place < places; place++)
            Elementary.Relu(Vector256.Load(results + place * Width)).Store(results + place * Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OutputRow(float* x, float* weight, float start, float* y, int inputs, int row, in Plane plane, bool relu)
    {
        Window2d window = plane.Window;
        new Span<float>(y, plane.OutputWidth).Fill(start);
        for (int input = 0; input < inputs; input++, x += (nint)plane.Height * plane.Width)
        for (int ky = 0; ky < window.KernelHeight; ky++)
        {
            int iy = plane.Top(row) + ky * window.DilationHeight;
            if ((uint)iy >= (uint)plane.Height)
            {
                weight += window.KernelWidth;
                continue;
            }
            float* line = x + (nint)iy * plane.Width;
            for (int kx = 0; kx < window.KernelWidth; kx++)
                AddScaled(line, *weight++, y, kx * window.DilationWidth - window.PaddingWidth, plane);
        }
        for (int column = 0; relu && column < plane.OutputWidth; column++)
            y[column] = Elementary.Relu(y[column]);
    }

    // y[column] += w x[column stride + shift], where that is inside
    private static void AddScaled(float* x, float w, float* y, int shift, in Plane plane)
    {
        int stride = plane.Window.StrideWidth;
        int column = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
        int end = plane.Width - shift <= 0 ? 0 : Math.Min(plane.OutputWidth, (plane.Width - shift - 1) / stride + 1);
        if (stride == 1)
        {
            for (; column <= end - Width; column += Width)
            {
                Vector256<float> sum = Vector256.Load(y + column);
                Elementary.MultiplyAdd(Vector256.Load(x + column + shift), Vector256.Create(w), sum).Store(y + column);
            }
        }
        for (; column < end; column++)
            y[column] = Elementary.MultiplyAdd(x[column * stride + shift], w, y[column]);
    }

    private readonly struct Plane(int height, int width, Window2d window)
    {
        public readonly int Height = height;
        public readonly int Width = width;
        public readonly Window2d Window = window;
        public readonly int OutputHeight = window.OutputHeight(height);
        public readonly int OutputWidth = window.OutputWidth(width);

        public int Top(int row) => row * Window.StrideHeight - Window.PaddingHeight;

        public int Left(int column) => column * Window.StrideWidth - Window.PaddingWidth;

        public bool IsInside(int row, int column) =>
            Top(row) >= 0
            && Left(column) >= 0
            && Top(row) + (Window.KernelHeight - 1) * Window.DilationHeight < Height
            && Left(column + Tile - 1) + (Window.KernelWidth - 1) * Window.DilationWidth < Width;
    }
}
