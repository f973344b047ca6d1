namespace DynCompile.Graph.Operators;

/// <summary>
/// <c>with width = chosen { … }</c>: inside the body the elastic size has the value of the input, under the name
/// <see cref="Bound"/>. A value that the elastic size does not list faults.
/// </summary>
public sealed record With(SizeSymbol Elastic, SizeSymbol Bound) : ControlOperator
{
    public static readonly OperatorDefinition Operator = new(
        "with",
        "Sets an elastic size for its body.",
        ["value", new Parameter.Attribute("elastic", AttributeKind.Size), new Parameter.Attribute("bound", AttributeKind.Size)],
        a => new With(a.Size("elastic").Symbols.Single(), a.Size("bound").Symbols.Single())
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("elastic", Size.Of(Elastic)), ("bound", Size.Of(Bound))];
}
