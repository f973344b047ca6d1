using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Numbers fixed at compile time, row-major. Reals are kept in double, so that the f64 interpreter sees what the author wrote.</summary>
public sealed record Constant(TensorType Type, EquatableArray<double> Values) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "constant",
        "Numbers fixed at compile time.",
        [new Parameter.Attribute("values", AttributeKind.Numbers), new Parameter.Attribute("type", AttributeKind.TensorType)],
        a => new Constant(a.Type("type"), [.. a.Numbers("values").Select(Number)])
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes =>
        [("values", new AttributeValue.List([.. Values.Select(Written)])), ("type", Type)];

    public static Constant F32(double value) => new(TensorType.F32(), [value]);

    public static Constant I32(int value) => new(TensorType.I32(), [value]);

    public static Constant Bool(bool value) => new(TensorType.Bool, [value ? 1 : 0]);

    public override Inference Infer(EquatableArray<TensorType> inputs) => Type;

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor result = evaluation.NewOutput(0);
        for (int i = 0; i < result.Count; i++)
            result.Set(i, Type.Element.IsFloat() ? ScalarValue.Of(evaluation.Round(Values[i])) : ScalarValue.Of((long)Values[i]));
        return [result];
    }

    private static double Number(AttributeValue value) =>
        value is AttributeValue.Integer i ? i.Value.Value : ((AttributeValue.Real)value).Value;

    private AttributeValue Written(double value) =>
        Type.Element.IsFloat() ? new AttributeValue.Real(value) : new AttributeValue.Integer((long)value);
}
