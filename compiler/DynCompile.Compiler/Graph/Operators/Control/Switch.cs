namespace DynCompile.Graph.Operators;

/// <summary>
/// <c>switch %index of count</c>: runs its body with the index as a parameter that is the same for all samples inside, so that
/// weights can be chosen by it; in a batch the samples are regrouped by index. An index outside 0..count faults.
/// </summary>
public sealed record Switch(int Count) : ControlOperator
{
    public static readonly OperatorDefinition Operator = new(
        "switch",
        "Runs its body for one of several layers, chosen at run time.",
        ["index", new Parameter.Attribute("count", AttributeKind.Integer)],
        a => new Switch(a.Int("count"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("count", Count)];
}
