namespace DynCompile.Runtime.Kernels;

/// <summary>log Σ e^x along one axis.</summary>
public static unsafe class LogSumExp
{
    /// <summary>y = logsumexp(x).</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="y">[outer, inner].</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="axis">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it.</param>
    public static void Run(Lanes live, Rows<float> x, Rows<float> y, int outer, int axis, int inner)
    {
        foreach (int lane in live)
        {
            float* xs = x.Row(lane);
            float* ys = y.Row(lane);
            for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
                ys[(nint)o * inner + i] = Exponentials.LogSum(xs + (nint)o * axis * inner + i, axis, inner);
        }
    }
}
