using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;

namespace DynCompile.Fuzzing.Properties;

/// <summary>Runs samples through the interpreter in f64, in f32, and in f32 rounded upwards.</summary>
/// <param name="graph">Composites are replaced by their parts: what these choose is seen.</param>
internal sealed class Judge(ModelGraph graph, WeightSet weights, SampleSet samples)
{
    private readonly ReferenceTensor[] _firstState =
    [
        .. graph.States.Select(
            (s, i) =>
                ReferenceTensor.Filled(
                    graph.Main.Inputs[graph.Inputs.Length + i].Type.Element,
                    graph.Main.Inputs[graph.Inputs.Length + i].Type.LargestExtents,
                    s.Initial
                )
        ),
    ];

    /// <summary>The nodes that ran, by operator's name.</summary>
    public HashSet<string> OperatorsThatRan { get; } = new(StringComparer.Ordinal);

    public Verdict Of(int sample)
    {
        var trace = new ChoiceTrace();
        (ReferenceTensor[][]? exact, FaultException? exactFault) = Run(graph, sample, Precision.Double, trace.Record);
        (ReferenceTensor[][]? results, FaultException? fault) = Run(graph, sample, Precision.Single, trace.Compare);
        trace.Restart();
        (ReferenceTensor[][]? upward, _) = Run(graph, sample, Precision.SingleUpward, trace.Compare);
        if (trace.Difference is { } reason)
            return new Verdict.IllPosed(reason);
        if (fault is not null && exactFault is not null && fault.Message == exactFault.Message)
            return new Verdict.Faults(fault);
        return results is null || exact is null || upward is null
            ? new Verdict.IllPosed("one precision faults")
            : new Verdict.WellPosed(results, exact, upward);
    }

    /// <summary>The results of all calls of a sample in f32, through another graph of the same model.</summary>
    public (ReferenceTensor[][]? Results, FaultException? Fault) RunThrough(ModelGraph other, int sample) =>
        Run(other, sample, Precision.Single, (node, _, _) => OperatorsThatRan.Add(node.Operator.Name));

    private (ReferenceTensor[][]? Results, FaultException? Fault) Run(
        ModelGraph through,
        int sample,
        Precision precision,
        Action<Node, ReferenceTensor[], ReferenceTensor[]> observer
    )
    {
        var interpreter = new Interpreter(through, weights, precision, samples.ElasticSizes) { Observer = observer };
        var calls = new List<ReferenceTensor[]>();
        ReferenceTensor[] state = _firstState;
        try
        {
            for (int call = 0; call < samples.CallCount; call++)
            {
                ReferenceTensor[] all = interpreter.Run([.. samples.Inputs(sample, call).Select(ReferenceTensor.From), .. state]);
                calls.Add(all[..graph.Results.Length]);
                state = all[graph.Results.Length..];
            }
        }
        catch (FaultException fault)
        {
            return (null, fault);
        }
        return ([.. calls], null);
    }
}
