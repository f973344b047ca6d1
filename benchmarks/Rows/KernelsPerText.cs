namespace DynCompile.Benchmarks.Rows;

/// <summary>The emitted code of n equal gated blocks is one body, however many they are.</summary>
internal sealed class KernelsPerText : Row
{
    private const string Name = "kernels-per-text";

    public override IEnumerable<string> Names => [Name];

    public override IEnumerable<Measurement> Measure()
    {
        int[] lines = [.. new[] { 4, 16, 64 }.Select(LinesFor)];
        yield return new Measurement(Name, "lines of code, without the names of weights, for 4, 16 and 64 equal gated blocks")
        {
            Ours = lines[^1] - lines[0],
            Figure = string.Join(", ", lines),
            Target = "constant",
            Ok = lines.Distinct().Count() == 1,
        };
    }

    private static int LinesFor(int blocks)
    {
        using var network = Network.OfText(
            $$"""
            block Gated()(x: f32[N]) -> f32[N] {
                layer gate = linear(1)
                layer fc = linear(N)
                var y = x
                if gate(x)[0] > 0.0 {
                    y = x + relu(fc(x))
                }
                return y
            }

            model M(x: f32[32]) -> (y: f32[32]) {
                layer blocks[{{blocks}}] = Gated()
                var y = x
                for i in 0..{{blocks}} {
                    y = blocks[i](y)
                }
                return y
            }
            """,
            samples: 1
        );
        // The list of weights' names is data.
        return network.Code.Split('\n').Count(line => !line.Contains("new WeightDeclaration(", StringComparison.Ordinal));
    }
}
