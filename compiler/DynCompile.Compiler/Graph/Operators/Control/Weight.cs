namespace DynCompile.Graph.Operators;

/// <summary>
/// A weight as a value: a layer's, or a bare <c>param</c>. Inputs are the indices for the holes of <see cref="Path"/>. A type that
/// names elastic sizes is the prefix that is read; the weight is stored at the largest.
/// </summary>
public sealed record Weight(WeightPath Path, TensorType Type) : ControlOperator
{
    public static readonly OperatorDefinition Operator = new(
        "weight",
        "A stored weight.",
        [
            new Parameter.Value("indices", Arity.List),
            new Parameter.Attribute("path", AttributeKind.Word),
            new Parameter.Attribute("type", AttributeKind.TensorType),
        ],
        a => new Weight(WeightPath.Parse(a.Word("path")), a.Type("type"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("path", Path.ToString()), ("type", Type)];

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => this with { Type = Type.Substitute(replacement) };
}
