using DynCompile.Tensors;

namespace DynCompile.Benchmarks.Rows;

/// <summary>All reference networks give the same bytes for a sample whatever runs beside it.</summary>
internal sealed class EqualBytes : Row
{
    private const int Samples = 256;

    private const string Name = "byte-equality";

    public override IEnumerable<string> Names => [Name];

    public override IEnumerable<Measurement> Measure()
    {
        int different = 0;
        foreach (string name in Reference.Names)
        {
            using var network = Network.OfReference(name, Samples);
            byte[] alone = network.Bytes(1);
            foreach (int batch in (int[])[7, 64, 256])
            foreach (int threads in (int[])[1, 2])
                different += alone.AsSpan().SequenceEqual(network.Bytes(batch, threads)) ? 0 : 1;
        }
        yield return new Measurement(Name, $"{Samples} samples of each reference network at batch 1, 7, 64, 256, on 1 and 2 threads")
        {
            Ours = different,
            Figure = different == 0 ? "equal" : $"{different} differ",
            Target = "equal byte by byte",
            Ok = different == 0,
        };
    }
}
