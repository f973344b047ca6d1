using DynCompile.Backends.CSharp;
using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary>The steps of the interpreter on the graph that the cpu target was emitted from.</summary>
internal sealed class InterpreterSteps : IOracleSteps
{
    private readonly ModelGraph _graph;
    private readonly Samples _samples;
    private readonly Interpreter _interpreter;
    private List<ComputedValue> _values = [];

    public InterpreterSteps(Compilation compilation, WeightSet weights, Samples samples, IReadOnlyDictionary<string, long> sizes)
    {
        _graph = compilation.Graph;
        _samples = samples;
        // The cutter renames the inputs of conditions, so that nodes are told by the function and the results.
        HashSet<(string, ValueId)> shown = [.. CSharpBackend.ShownValues(compilation.Plan).Select(s => (s.Function, s.Value.Id))];
        var functions = new Dictionary<Node, string>(ReferenceEqualityComparer.Instance);
        foreach (Function function in _graph.Functions)
        foreach (Node node in function.Body.AllNodes())
            functions[node] = function.Name;
        _interpreter = new Interpreter(_graph, weights, Precision.Single, sizes)
        {
            Observer = (node, _, results) =>
            {
                for (int i = 0; i < results.Length; i++)
                {
                    if (shown.Contains((functions[node], node.Results[i].Id)))
                        _values.Add(new ComputedValue(node, node.Results[i], results[i].ToTensor()));
                }
            },
        };
    }

    public StepLog Of(int sample)
    {
        _values = [];
        try
        {
            _interpreter.Run([.. _samples.Inputs.Select(i => ReferenceTensor.From(i.Row(sample))), .. _interpreter.InitialState]);
            return new StepLog(_values, null);
        }
        catch (FaultException fault)
        {
            return new StepLog(_values, new StepFault(fault.Origin.ToString(), fault.MessageFor(sample)));
        }
    }

    public void Dispose() { }
}
