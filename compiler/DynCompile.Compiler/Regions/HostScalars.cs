using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;

namespace DynCompile.Regions;

/// <summary>
/// Which values are the same integer or bool for all samples at any time, so that the host program itself computes them: iterations
/// of loops, chosen indices, sizes, and arithmetic on those that cannot fault.
/// </summary>
public sealed class HostScalars
{
    private readonly HashSet<ValueId> _variables = [];
    private readonly Dictionary<ValueId, Node> _computed = [];
    private readonly Dictionary<ValueId, ValueId> _sameVariable = [];

    private HostScalars() { }

    public static HostScalars Of(Function function)
    {
        var host = new HostScalars();
        host.Visit(function.Body);
        return host;
    }

    public bool Contains(ValueId value) => IsVariable(value) || _computed.ContainsKey(value);

    /// <summary>An iteration or a chosen index: a local variable of the host program.</summary>
    public bool IsVariable(ValueId value) => _variables.Contains(value);

    /// <summary>The local variable that a variable is: a loop's condition has the iteration under a name of its own.</summary>
    public ValueId VariableOf(ValueId value) => _sameVariable.TryGetValue(value, out ValueId same) ? same : value;

    /// <summary>The node that a host value is computed by.</summary>
    public Node NodeOf(ValueId value) => _computed[value];

    private void Visit(Body body)
    {
        foreach (Node node in body.Nodes)
        {
            if (IsHostOperation(node))
                _computed.Add(node.Result.Id, node);
            if (node.Operator is Loop or Switch)
                _variables.UnionWith(node.Bodies.Select(b => b.Parameters[0].Id));
            if (node.Operator is Loop { HasCondition: true })
                _sameVariable.Add(node.Bodies[0].Parameters[0].Id, node.Bodies[^1].Parameters[0].Id);
            foreach (Body inner in node.Bodies)
                Visit(inner);
        }
    }

    private bool IsHostOperation(Node node)
    {
        if (node.Results.Length != 1 || node.Result.Type is not { IsScalar: true, Element: ElementType.I32 or ElementType.Bool })
            return false;
        return node.Operator switch
        {
            Constant or SizeValue => true,
            Elementwise elementwise => node.Inputs.All(Contains) && IsIntegral(elementwise.Body([.. node.Inputs.Select(TypeOf)])),
            _ => false,
        };
    }

    private TensorType TypeOf(ValueId value) => IsVariable(value) ? TensorType.I32() : _computed[value].Result.Type;

    private static bool IsIntegral(Scalar scalar) =>
        scalar.Type is ElementType.I32 or ElementType.Bool
        && !scalar.CanFault
        && (scalar is not Scalar.Apply apply || apply.Arguments.All(IsIntegral));
}
