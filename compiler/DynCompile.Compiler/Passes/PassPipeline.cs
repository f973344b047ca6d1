using System.Diagnostics;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>How long a pass took.</summary>
public sealed record PassTime(string Pass, TimeSpan Time);

/// <summary>What a pipeline made of a graph, and how long each pass took.</summary>
public sealed record PipelineResult(ModelGraph Graph, EquatableArray<PassTime> Times);

/// <summary>Passes in order; the graph is verified before the first and after each.</summary>
public sealed class PassPipeline(IReadOnlyList<Pass> passes)
{
    /// <summary>Every pass, by name.</summary>
    public static IReadOnlyList<Pass> All { get; } =
    [
        new DecomposeComposites(),
        new EliminateCommonSubexpressions(),
        new EliminateDeadCode(),
        new FoldConstants(),
        new ForwardUnchangedValues(),
        new FuseActivations(),
        new FuseElementwise(),
        new HoistInvariants(),
        new InlineFunctions(),
        new MergeEqualFunctions(),
        new PrepareWeights(),
        new SelectCheapBranches(),
        new SimplifyShapes(),
        new SinkIntoBranches(),
    ];

    /// <summary>
    /// What every build runs. Weights are prepared while the composites that read them still stand; those go next, so that the others see their parts; functions that may stand in their callers next, for a caller may know
    /// more of what they give. Constants and shapes make equal what is then found to be common; values that are read themselves, and
    /// not as something carried, are what hoisting looks for, and that makes equal what several loops compute. Sinking and fusion look
    /// at readers, so that the dead ones go before them. A branch is cheap only once the work that it spares stands in it; what is
    /// selected instead can be fused. Products take a relu before other loops do. What fusion leaves unread goes behind it, and only what is finished can be told to be equal.
    /// </summary>
    public static PassPipeline Default { get; } =
        new([
            new PrepareWeights(),
            new DecomposeComposites(),
            new InlineFunctions(),
            new FoldConstants(),
            new SimplifyShapes(),
            new ForwardUnchangedValues(),
            new HoistInvariants(),
            new EliminateCommonSubexpressions(),
            new EliminateDeadCode(),
            new SinkIntoBranches(),
            new SelectCheapBranches(),
            new FuseActivations(),
            new FuseElementwise(),
            new EliminateDeadCode(),
            new MergeEqualFunctions(),
        ]);

    /// <summary>What no backend can do without: none has code for composites.</summary>
    public static PassPipeline Required { get; } = new([new DecomposeComposites()]);

    public IReadOnlyList<Pass> Passes => passes;

    /// <summary>The pass of a name; null when there is none.</summary>
    public static Pass? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <param name="graph">A valid graph.</param>
    /// <param name="afterPass">Sees the graph after each pass.</param>
    /// <exception cref="CompilerBugException">A pass made an invalid graph.</exception>
    public PipelineResult Run(ModelGraph graph, Action<Pass, ModelGraph>? afterPass = null)
    {
        GraphVerifier.Verify(graph, "binding");
        var times = new List<PassTime>();
        bool hasNoDeadArguments = false;
        foreach (Pass pass in passes)
        {
            var watch = Stopwatch.StartNew();
            graph = pass.Run(graph);
            times.Add(new PassTime(pass.Name, watch.Elapsed));
            GraphVerifier.Verify(graph, pass.Name);
            hasNoDeadArguments |= pass.RemovesDeadArguments;
            if (hasNoDeadArguments)
                GraphVerifier.VerifyNoDeadArguments(graph, pass.Name);
            afterPass?.Invoke(pass, graph);
        }
        return new PipelineResult(graph, [.. times]);
    }
}
