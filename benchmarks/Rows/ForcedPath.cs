namespace DynCompile.Benchmarks.Rows;

/// <summary>A network whose conditions are asked and never hold, against the same layers without conditions.</summary>
internal sealed class ForcedPath : Row
{
    private static readonly int[] s_batches = [1, 64];

    public override IEnumerable<string> Names => s_batches.Select(NameFor);

    public override IEnumerable<Measurement> Measure()
    {
        using var dynamic = Network.OfText(Lenet("exit e1 when s1 >= 2.0", "exit e2 when s2 >= 2.0", "logits", "logits: f32[10]"));
        using var still = Network.OfText(Lenet("", "", "(logits, s1, s2)", "logits: f32[10], s1: f32, s2: f32"));
        foreach (int batch in s_batches)
        {
            using BatchRunner a = dynamic.Runner(batch);
            using BatchRunner b = still.Runner(batch);
            double ratio = Timing.Compare(b.Run, a.Run)[1].Ratio;
            yield return Measurement.AtMost(
                NameFor(batch),
                $"early-exit LeNet that takes no exit, to its static form, batch {batch}",
                ratio,
                1.05,
                " x"
            );
        }
    }

    private static string NameFor(int batch) => $"forced-path-{batch}";

    private static string Lenet(string first, string second, string results, string declared) =>
        $$"""
            model M(image: f32[1, 28, 28]) -> ({{declared}}) {
                layer conv1 = conv2d(8, kernel: 5, padding: 2)
                layer conv2 = conv2d(24, kernel: 3, padding: 1)
                layer conv3 = conv2d(48, kernel: 3, padding: 1)
                layer exit1 = linear(10)
                layer exit2 = linear(10)
                layer fc1 = linear(96)
                layer fc2 = linear(10)
                let a = image |> conv1 |> relu |> max_pool2d(2)
                let e1 = a |> flatten |> exit1
                let s1 = max(softmax(e1))
                {{first}}
                let b = a |> conv2 |> relu |> max_pool2d(2)
                let e2 = b |> flatten |> exit2
                let s2 = max(softmax(e2))
                {{second}}
                let logits = b |> conv3 |> relu |> max_pool2d(2) |> flatten |> fc1 |> relu |> fc2
                return {{results}}
            }
            """;
}
