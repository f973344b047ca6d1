using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>A tensor of the given type with 1 everywhere; false is 0 and true is 1.</summary>
public sealed record Ones(TensorType Type) : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "ones",
        "A tensor of ones.",
        [new Parameter.Attribute("type", AttributeKind.TensorType)],
        a => new Ones(a.Type("type"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("type", Type)];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) => Full.CheckShape(Type);

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs) =>
        [sink.Apply(new Full(Type), sink.Apply(new Constant(TensorType.Scalar(Type.Element), [1])))];

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => new Ones(Type.Substitute(replacement));
}
