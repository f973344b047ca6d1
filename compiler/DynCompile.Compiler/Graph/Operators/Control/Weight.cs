namespace DynCompile.Graph.Operators;

/// <summary>
/// A weight as a value: a layer's, or a bare <c>param</c>. Inputs are the indices for the holes of <see cref="Path"/>. A type that
/// names elastic sizes is the prefix that is read; the weight is stored at the largest.
/// </summary>
public sealed record Weight(WeightPath Path, TensorType Type, WeightReading Reading = WeightReading.AsStored) : ControlOperator
{
    public static readonly OperatorDefinition Operator = new(
        "weight",
        "A stored weight.",
        [
            new Parameter.Value("indices", Arity.List),
            new Parameter.Attribute("path", AttributeKind.Word),
            new Parameter.Attribute("type", AttributeKind.TensorType),
            new Parameter.Attribute("as", AttributeKind.Word, IsOptional: true),
        ],
        a => new Weight(WeightPath.Parse(a.Word("path")), a.Type("type"), WeightReadings.Parse(a.OptionalWord("as")))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    /// <summary>The type of what is read; <see cref="Type"/> is of what is stored.</summary>
    public TensorType ReadType => Reading.TypeOf(Type);

    public override IEnumerable<NamedAttribute> Attributes =>
        Reading == WeightReading.AsStored
            ? [("path", Path.ToString()), ("type", Type)]
            : [("path", Path.ToString()), ("type", Type), ("as", Reading.Name())];

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => this with { Type = Type.Substitute(replacement) };
}
