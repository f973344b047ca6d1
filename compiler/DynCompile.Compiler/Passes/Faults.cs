using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>Which nodes of a function may fault: those keep their order, their place and their life.</summary>
internal sealed class Faults
{
    private readonly IReadOnlyCollection<string> _faultingFunctions;
    private readonly Dictionary<ValueId, TensorType> _types = [];

    /// <param name="faultingFunctions">The names of the functions before this one that may fault.</param>
    public Faults(Function function, IReadOnlyCollection<string> faultingFunctions)
    {
        _faultingFunctions = faultingFunctions;
        Index(function.Body);
        IsPossible = function.Body.AllNodes().Any(MayFault);
    }

    /// <summary>Whether a call of the function may fault.</summary>
    public bool IsPossible { get; }

    /// <summary>The names of all functions that may fault.</summary>
    public static IReadOnlyCollection<string> FunctionsOf(ModelGraph graph)
    {
        var faulting = new HashSet<string>(StringComparer.Ordinal);
        foreach (Function function in graph.Functions)
        {
            if (new Faults(function, faulting).IsPossible)
                faulting.Add(function.Name);
        }
        return faulting;
    }

    /// <summary>Whether the node itself may fault, whatever its bodies do.</summary>
    public bool MayFault(Node node) =>
        node.Operator switch
        {
            // An index or a size that is out of range.
            Switch or With => true,
            Call call => _faultingFunctions.Contains(call.Function),
            ControlOperator => false,
            _ => node.Operator.CanFault([.. node.Inputs.Select(i => _types[i])]),
        };

    private void Index(Body body)
    {
        foreach (Definition parameter in body.Parameters)
            _types.Add(parameter.Id, parameter.Type);
        foreach (Node node in body.Nodes)
        {
            foreach (Definition result in node.Results)
                _types.Add(result.Id, result.Type);
            foreach (Body inner in node.Bodies)
                Index(inner);
        }
    }
}
