using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Several elementwise operators in one: any scalar body. Made by fusion.</summary>
public sealed record Map(ScalarFunctionBody Function) : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "map",
        "Applies a scalar expression to each element.",
        [new Parameter.Value("inputs", Arity.List), new Parameter.Attribute("body", AttributeKind.Lambda)],
        a => new Map(a.Lambda("body"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("body", new AttributeValue.Lambda(Function))];

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Element != Function.Parameters[i])
                return new TypeProblem.Element(i, Function.Parameters[i].Name());
        }
        return null;
    }

    public override Scalar Body(EquatableArray<ElementType> inputs) => Function.Expression;
}
