using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>The mean under a window, for each channel; the border counts as zeros.</summary>
public static unsafe class AvgPool2d
{
    /// <summary>y = avg_pool2d(x); over one axis with height 1.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[channels, height, width].</param>
    /// <param name="y">[channels, window.OutputHeight(height), window.OutputWidth(width)].</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="window">How the window moves.</param>
    public static void Run(Lanes live, Rows<float> x, Rows<float> y, int channels, int height, int width, Window2d window)
    {
        var sliding = new SlidingWindow<Sum>(height, width, window);
        int length = channels * window.OutputHeight(height) * window.OutputWidth(width);
        float area = window.KernelHeight * window.KernelWidth;
        foreach (int lane in live)
        {
            sliding.Run(x.Row(lane), y.Row(lane), channels);
            Quotients.Divide(y.Row(lane), area, length);
        }
    }

    private readonly struct Sum : IWindowOperation
    {
        public static float Border => 0;

        public static Vector256<float> Combine(Vector256<float> x, Vector256<float> y) => x + y;

        public static float Combine(float x, float y) => x + y;
    }
}
