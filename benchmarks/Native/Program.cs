using System.Diagnostics;
using System.Globalization;
using DynCompile.Runtime;
using DynCompile.Runtime.Kernels;
using Native;

if (args is ["gemm"])
{
    Console.WriteLine(Gemm.Microseconds().ToString(CultureInfo.InvariantCulture));
    return;
}
using var model = BranchyLeNet.Load();
Span<float> logits = stackalloc float[10];
Console.WriteLine(model.Run(new float[784], logits));

/// <summary>A square matrix by a weight.</summary>
internal static class Gemm
{
    private const int Size = 256;
    private const int Rounds = 40;
    private const int Runs = 25;

    /// <summary>The median of the time of one product.</summary>
    public static double Microseconds()
    {
        using PackedMatrix weight = PackedMatrix.Pack(Numbers(), Size, Size);
        using var session = new Lane(Numbers());
        var times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int run = 0; run < Runs; run++)
                Linear.Run(session.Live, session.X, weight, default, session.Y, Size, Size, Size);
            times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Runs;
        }
        // The first rounds are not compiled for good yet.
        return times[(Rounds / 2)..].Order().ElementAt(Rounds / 4);
    }

    private static float[] Numbers() => [.. Enumerable.Range(0, Size * Size).Select(i => (i * 7919 % 1000) / 1000f)];

    private sealed class Lane : Session
    {
        private const int Bytes = Size * Size * sizeof(float);

        public Lane(float[] x)
            : base(capacity: 1, 2 * Bytes, sites: 0)
        {
            X = Rows<float>(0, x.Length);
            Y = Rows<float>(Bytes, x.Length);
            x.CopyTo(X.Span(0, x.Length));
        }

        public Rows<float> X { get; }
        public Rows<float> Y { get; }
        public Lanes Live => All(1);
    }
}
