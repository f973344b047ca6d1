namespace DynCompile.Graph.Reference;

/// <summary>Functions that .NET's Math lacks, in double precision.</summary>
public static class Special
{
    /// <summary>log(1 + exp(x)), without overflow.</summary>
    public static double Softplus(double x) => double.IsNaN(x) ? x : Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>
    /// The error function to about 1e-15: its Maclaurin series near zero, the continued fraction of erfc (Lentz) further out.
    /// </summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;
        double magnitude = Math.Abs(x);
        if (magnitude > 6)
            return Math.Sign(x);
        double erf = magnitude < 2.5 ? ErfSeries(magnitude) : 1 - ErfcFraction(magnitude);
        return x < 0 ? -erf : erf;
    }

    // For small y, log(1 + y) loses digits; the correction by (1 + y) - 1 restores them.
    private static double LogOnePlus(double y)
    {
        double u = 1 + y;
        return u == 1 ? y : Math.Log(u) * y / (u - 1);
    }

    private static double ErfSeries(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum) && n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    // erfc(x) = exp(-x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …))))
    private static double ErfcFraction(double x)
    {
        double tail = x;
        for (int k = 60; k >= 1; k--)
            tail = x + k / 2.0 / tail;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / tail;
    }
}
