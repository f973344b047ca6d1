using System.Text.RegularExpressions;

namespace DynCompile.Benchmarks.Rows;

/// <summary>How many places of the emitted text copy a value from one region to another, over all reference networks.</summary>
internal sealed partial class BorderCopies : Row
{
    public override IEnumerable<string> Names => Reference.Names.Select(NameFor);

    public override IEnumerable<Measurement> Measure()
    {
        foreach (string name in Reference.Names)
        {
            using var network = Network.OfReference(name, samples: 1);
            int copies = HandOver().Count(network.Code);
            int loop = HandOverInLoop().Count(network.Code);
            yield return new Measurement(NameFor(name), "copies between regions in the text")
            {
                Ours = copies,
                Figure = copies == 0 ? "0" : $"{copies}, {loop} of them in loops",
                Target = "0",
                Ok = copies == 0,
            };
        }
    }

    private static string NameFor(string network) => $"border-copies-{network}";

    [GeneratedRegex(@"^ +Copy\.Run\(", RegexOptions.Multiline)]
    private static partial Regex HandOver();

    [GeneratedRegex(@"^ +Copy\.Run\(each", RegexOptions.Multiline)]
    private static partial Regex HandOverInLoop();
}
