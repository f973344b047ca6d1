using DynCompile.Compiler.Tests.Graph;
using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Passes;
using DynCompile.Tensors;
using FsCheck.Xunit;

namespace DynCompile.Compiler.Tests.Passes;

public class PassPipelineTests
{
    [Property(MaxTest = 300)]
    public void No_pass_changes_what_a_random_graph_computes(int seed)
    {
        ModelGraph graph = GraphParser.Parse(RandomGraph.Write(seed));
        ReferenceTensor[] expected = Run(graph, graph, seed);
        PassPipeline.Default.Run(graph, (pass, after) => AssertClose(pass, expected, Run(after, graph, seed)));
    }

    [Property(MaxTest = 100)]
    public void No_pass_alone_changes_what_a_random_graph_computes(int seed)
    {
        ModelGraph graph = GraphParser.Parse(RandomGraph.Write(seed));
        ReferenceTensor[] expected = Run(graph, graph, seed);
        foreach (Pass pass in PassPipeline.All)
            AssertClose(pass, expected, Run(new PassPipeline([pass]).Run(graph).Graph, graph, seed));
    }

    [Property(MaxTest = 100)]
    public void Random_graphs_print_and_read_back(int seed)
    {
        ModelGraph graph = PassPipeline.Default.Run(GraphParser.Parse(RandomGraph.Write(seed))).Graph;
        Assert.Equal(graph, GraphParser.Parse(GraphPrinter.Print(graph)));
    }

    [Property(MaxTest = 100)]
    public void The_passes_reach_a_fixed_point(int seed)
    {
        ModelGraph once = PassPipeline.Default.Run(GraphParser.Parse(RandomGraph.Write(seed))).Graph;
        var cleaning = new PassPipeline([new DecomposeComposites(), new EliminateCommonSubexpressions(), new EliminateDeadCode()]);
        ModelGraph twice = cleaning.Run(once).Graph;
        Assert.Equal(GraphPrinter.Print(twice), GraphPrinter.Print(cleaning.Run(twice).Graph));
    }

    [Fact]
    public void Times_name_the_passes_in_order()
    {
        PipelineResult result = PassPipeline.Default.Run(GraphParser.Parse(Samples.EarlyExit));
        Assert.Equal(PassPipeline.Default.Passes.Select(p => p.Name), result.Times.Select(t => t.Pass));
    }

    [Fact]
    public void A_pass_that_breaks_a_rule_is_named()
    {
        var pipeline = new PassPipeline([new EliminateDeadCode(), new ForgetsAllNodes()]);
        CompilerBugException bug = Assert.Throws<CompilerBugException>(() => pipeline.Run(GraphParser.Parse(Samples.Experts)));
        Assert.Equal(("forgets-all-nodes", "%2 is used before it is defined"), (bug.Place, bug.Rule));
    }

    private sealed class ForgetsAllNodes : Pass
    {
        public override string Name => "forgets-all-nodes";

        public override string Summary => "Breaks every graph.";

        public override ModelGraph Run(ModelGraph graph) => graph.Replace(f => f with { Body = f.Body with { Nodes = [] } });
    }

    // The weights are those of the graph as written: passes may drop some.
    private static ReferenceTensor[] Run(ModelGraph graph, ModelGraph written, int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() * 2 - 1)];
        ReferenceTensor[] inputs =
        [
            ReferenceTensor.OfReals(ElementType.F32, [4], x),
            ReferenceTensor.OfIntegers(ElementType.I32, [], [seed % 7]),
        ];
        return new Interpreter(graph, WeightSet.Random(ModelWeights.Of(written).Declarations, seed), Precision.Double).Run(inputs);
    }

    private static void AssertClose(Pass pass, ReferenceTensor[] expected, ReferenceTensor[] actual)
    {
        for (int i = 0; i < 4; i++)
        {
            (double e, double a) = (expected[0].Reals[i], actual[0].Reals[i]);
            Assert.True(e.Equals(a) || Math.Abs(e - a) <= 1e-9 * Math.Max(1, Math.Abs(e)), $"after {pass.Name}: {a}, not {e}");
        }
        Assert.Equal(expected[1].Integers, actual[1].Integers);
    }
}
