using DynCompile.Graph;

namespace DynCompile.Compiler.Tests.Graph;

public class ModelWeightsTests
{
    [Fact]
    public void Weights_have_absolute_paths_and_holes_are_written_out()
    {
        ModelWeights weights = ModelWeights.Of(GraphParser.Parse(Samples.Experts));
        Assert.Equal(
            ["scale.0", "scale.1", "scale.2", "experts.0.bias", "experts.1.bias", "experts.2.bias"],
            weights.Weights.Select(w => w.Path)
        );
        Assert.Equal(12, weights.ElementCount);
    }

    [Fact]
    public void Elastic_weights_are_stored_at_their_largest()
    {
        ModelWeights weights = ModelWeights.Of(GraphParser.Parse(Samples.Elastic));
        Assert.Equal(["inner.weight: f32[4, 3]", "outer: f32[4, 3]"], weights.Declarations.Select(d => d.ToString()));
    }

    [Fact]
    public void A_block_called_twice_under_one_path_has_its_weights_once()
    {
        ModelWeights weights = ModelWeights.Of(
            GraphParser.Parse(Samples.EarlyExit.Replace("path: \"second\"", "path: \"first\"", StringComparison.Ordinal))
        );
        Assert.Equal(["tau", "first.weight"], weights.Weights.Select(w => w.Path));
    }

    [Fact]
    public void Two_types_at_one_path_are_a_conflict()
    {
        ModelWeights weights = ModelWeights.Of(
            GraphParser.Parse(
                """
                model M

                func M() -> () {
                  %0 = weight {path: "w", type: f32[2]} : f32[2] @1:2
                  %1 = weight {path: "w", type: f32[3]} : f32[3] @3:4
                  leave 0
                }
                """
            )
        );
        ModelWeights.Conflict conflict = Assert.Single(weights.Conflicts);
        Assert.Equal(("w", new Origin(1, 2), new Origin(3, 4)), (conflict.Path, conflict.First.Origin, conflict.Second.Origin));
    }
}
