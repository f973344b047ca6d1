using System.Runtime.Intrinsics;
using DynCompile.Benchmarks.Dense;
using DynCompile.Runtime;
using DynCompile.Runtime.Kernels;
using DynCompile.Tensors;

namespace DynCompile.Benchmarks.Rows;

/// <summary>A product of 8-bit integers, scaled and rounded to 8 bits again, as <c>QLinearMatMul</c>.</summary>
internal sealed class ByteProduct(string name, int rows, int inputs, int outputs, double ratio) : Row
{
    // The same numbers for both sides: of bytes around 128 and weights that fill their range.
    private const float Scale = 1 / 512f;

    public override IEnumerable<string> Names => [name];

    public override IEnumerable<Measurement> Measure()
    {
        var random = new Random(1);
        var x = new byte[rows * inputs];
        random.NextBytes(x);
        sbyte[] w = [.. Enumerable.Range(0, inputs * outputs).Select(_ => (sbyte)random.Next(-127, 128))];
        var transposed = new sbyte[w.Length];
        for (int i = 0; i < inputs; i++)
        for (int o = 0; o < outputs; o++)
            transposed[o * inputs + i] = w[i * outputs + o];
        float scale = Scale / inputs;
        using PackedMatrixI8 weight = PackedMatrixI8.Pack(Tensor.FromArray(transposed, [outputs, inputs]));
        using var session = new BytesSession(x, rows * outputs);
        using OnnxRuntimePeer<byte> peer = OnnxRuntimePeers.ByteProduct(x, w, rows, inputs, outputs, scale);
        Action ours = () =>
        {
            LinearI8.Run(session.Live, session.X, weight, session.Sums, rows, inputs, outputs);
            Round(session.Sums.Span(0, rows * outputs), session.Y.Span(0, rows * outputs), scale);
        };
        ours();
        peer.Run();
        int difference = session.Y.Span(0, rows * outputs).ToArray().Zip(peer.Result).Max(p => Math.Abs(p.First - p.Second));
        // Products with a scale that is no power of two may be rounded to either side.
        if (difference > 1)
        {
            yield return Measurement.Void(name, $"answers differ by {difference}");
            yield break;
        }
        (double Seconds, double Ratio)[] times = Timing.Compare(ours, peer.Run);
        double operations = (double)rows * inputs * outputs / times[0].Seconds / 1e9;
        yield return new Measurement(name, $"{operations:0} G multiply-adds a second")
        {
            Ours = times[0].Seconds * 1e6,
            Peer = times[1].Seconds * 1e6,
            PeerName = OnnxRuntimePeers.Name,
            Ratio = times[1].Ratio,
            Target = $"≥ {ratio:0.##} x",
            Ok = times[1].Ratio >= ratio,
        };
    }

    // As the emitted loops do it: to f32, scaled, rounded to even, and cut to a byte around 128.
    private static void Round(ReadOnlySpan<int> sums, Span<byte> y, float scale)
    {
        int i = 0;
        for (; i <= sums.Length - 32; i += 32)
        {
            Vector256<short> low = Vector256.NarrowWithSaturation(Rounded(sums, i, scale), Rounded(sums, i + 8, scale));
            Vector256<short> high = Vector256.NarrowWithSaturation(Rounded(sums, i + 16, scale), Rounded(sums, i + 24, scale));
            (Vector256.NarrowWithSaturation(low, high).AsByte() ^ Vector256.Create((byte)0x80)).CopyTo(y[i..]);
        }
        for (; i < sums.Length; i++)
            y[i] = (byte)Math.Clamp(MathF.Round(sums[i] * scale) + 128, 0, 255);
    }

    private static Vector256<int> Rounded(ReadOnlySpan<int> sums, int at, float scale) =>
        Vector256.ConvertToInt32Native(
            Vector256.Round(Vector256.ConvertToSingle(Vector256.Create(sums.Slice(at, 8))) * Vector256.Create(scale))
        );

    /// <summary>One lane with inputs, sums and rounded results.</summary>
    private sealed class BytesSession : Session
    {
        public BytesSession(byte[] x, int length)
            : base(capacity: 1, Rounded64(x.Length) + Rounded64(length * sizeof(int)) + Rounded64(length), sites: 0)
        {
            X = Rows<sbyte>(0, x.Length);
            Sums = Rows<int>(Rounded64(x.Length), length);
            Y = Rows<byte>(Rounded64(x.Length) + Rounded64(length * sizeof(int)), length);
            for (int i = 0; i < x.Length; i++)
                X.Span(0, x.Length)[i] = (sbyte)(x[i] - 128);
        }

        public Rows<sbyte> X { get; }
        public Rows<int> Sums { get; }
        public Rows<byte> Y { get; }
        public Lanes Live => All(1);

        private static long Rounded64(long bytes) => (bytes + 63) / 64 * 64;
    }
}
