using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>A size as a value: an i32 scalar. What is computed from an elastic size, such as a loop's bound, starts here.</summary>
public sealed record SizeValue(Size Value) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "size_value",
        "A size as an i32 scalar.",
        [new Parameter.Attribute("value", AttributeKind.Size)],
        a => new SizeValue(a.Size("value"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("value", Value)];

    public override Inference Infer(EquatableArray<TensorType> inputs) =>
        Value.Smallest < int.MinValue || Value.Largest > int.MaxValue
            ? new TypeProblem.Attribute("value", Value, "within the range of i32")
            : TensorType.I32();

    public override ReferenceTensor[] Evaluate(Evaluation evaluation) =>
        [ReferenceTensor.OfIntegers(Tensors.ElementType.I32, [], [evaluation.SizeOf(Value)])];

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => new SizeValue(Value.Substitute(replacement));
}
