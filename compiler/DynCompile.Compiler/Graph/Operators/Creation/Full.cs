using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>A tensor of the given type with the scalar input everywhere.</summary>
public sealed record Full(TensorType Type) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "full",
        "A tensor with one number everywhere.",
        [new Parameter.Attribute("type", AttributeKind.TensorType), "value"],
        a => new Full(a.Type("type"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("type", Type)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (inputs[0].Element != Type.Element)
            return new TypeProblem.Element(0, Tensors.ElementTypes.Name(Type.Element));
        return (TypeRules.Rank(inputs, 0, 0) ?? CheckShape(Type)) is { } problem ? problem : Type;
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation) => [evaluation.Inputs[0].BroadcastTo(evaluation.OutputShape(0))];

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => new Full(Type.Substitute(replacement));

    internal static TypeProblem? CheckShape(TensorType type) =>
        type.Shape.Select(d => TypeRules.NotNegative("type", d)).FirstOrDefault(p => p is not null);
}
