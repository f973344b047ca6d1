namespace DynCompile.Runtime.Kernels;

/// <summary>Matrix products of 8-bit integers; sums are 32-bit and wrap.</summary>
public static unsafe class LinearI8
{
    /// <summary>y = x · wᵀ.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="y">[rows, outputs]; not x.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="inputs">Columns of x.</param>
    /// <param name="outputs">Columns of y.</param>
    public static void Run(Lanes live, Rows<sbyte> x, Rows<sbyte> weight, Rows<int> y, int rows, int inputs, int outputs)
    {
        foreach (int lane in live)
        {
            sbyte* xs = x.Row(lane);
            int* ys = y.Row(lane);
            for (int row = 0; row < rows; row++, xs += inputs)
            {
                sbyte* w = weight.Row(lane);
                for (int o = 0; o < outputs; o++, w += inputs)
                {
                    int sum = 0;
                    for (nint i = 0; i < inputs; i++)
                        sum = unchecked(sum + xs[i] * w[i]);
                    *ys++ = sum;
                }
            }
        }
    }
}
