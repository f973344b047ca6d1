using DynCompile.Runtime;

namespace DynCompile.Benchmarks.Dense;

/// <summary>One lane with an input and a result, in which a kernel runs as it does in a region: nothing is copied in or out.</summary>
internal sealed class KernelSession : Session
{
    public KernelSession(float[] x, int resultLength)
        : base(capacity: 1, Rounded(x.Length) + Rounded(resultLength), sites: 0)
    {
        X = Rows<float>(0, x.Length);
        Y = Rows<float>(Rounded(x.Length), resultLength);
        ResultLength = resultLength;
        x.CopyTo(X.Span(0, x.Length));
    }

    public Rows<float> X { get; }
    public Rows<float> Y { get; }
    public int ResultLength { get; }
    public Lanes Live => All(1);

    public float[] Result => Y.Span(0, ResultLength).ToArray();

    private static long Rounded(int length) => ((long)length * sizeof(float) + 63) / 64 * 64;
}
