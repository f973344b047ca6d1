namespace DynCompile.Graph.Operators;

/// <summary>
/// Calls the function of a block. Inputs are the indices for the holes of <see cref="Path"/>, then the function's inputs;
/// weights of the function lie below the path.
/// </summary>
public sealed record Call(string Function, WeightPath Path) : ControlOperator
{
    public static readonly OperatorDefinition Operator = new(
        "call",
        "Runs a block.",
        [
            new Parameter.Value("inputs", Arity.List),
            new Parameter.Attribute("function", AttributeKind.Word),
            new Parameter.Attribute("path", AttributeKind.Word),
        ],
        a => new Call(a.Word("function"), WeightPath.Parse(a.Word("path")))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("function", Function), ("path", Path.ToString())];
}
