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
            different += new[] { 7, 64, 256 }.Count(batch => !alone.AsSpan().SequenceEqual(network.Bytes(batch)));
        }
        yield return new Measurement(Name, $"{Samples} samples of each reference network at batch 1, 7, 64, 256")
        {
            Ours = different,
            Figure = different == 0 ? "equal" : $"{different} differ",
            Target = "equal byte by byte",
            Ok = different == 0,
        };
    }
}
