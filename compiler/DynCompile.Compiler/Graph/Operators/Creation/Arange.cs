using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The integers 0, 1, … below <see cref="Count"/>, in i32.</summary>
public sealed record Arange(Size Count) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "arange",
        "The integers from 0 up to, without, a size.",
        [new Parameter.Attribute("count", AttributeKind.Size)],
        a => new Arange(a.Size("count"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("count", Count)];

    public override Inference Infer(EquatableArray<TensorType> inputs) =>
        TypeRules.NotNegative("count", Count) is { } problem ? problem : TensorType.I32(Count);

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor result = evaluation.NewOutput(0);
        for (int i = 0; i < result.Count; i++)
            result.Integers[i] = i;
        return [result];
    }

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => new Arange(Count.Substitute(replacement));
}
