using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>The largest element under a window, for each channel; the border counts as -inf, NaN passes through.</summary>
public static unsafe class MaxPool2d
{
    /// <summary>y = max_pool2d(x); over one axis with height 1.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[channels, height, width].</param>
    /// <param name="y">[channels, window.OutputHeight(height), window.OutputWidth(width)].</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="window">How the window moves.</param>
    public static void Run(Lanes live, Rows<float> x, Rows<float> y, int channels, int height, int width, Window2d window)
    {
        var sliding = new SlidingWindow<Largest>(height, width, window);
        foreach (int lane in live)
            sliding.Run(x.Row(lane), y.Row(lane), channels);
    }

    private readonly struct Largest : IWindowOperation
    {
        public static float Border => float.NegativeInfinity;

        public static Vector256<float> Combine(Vector256<float> x, Vector256<float> y) => Vector256.Max(x, y);

        public static float Combine(float x, float y) => MathF.Max(x, y);
    }
}
