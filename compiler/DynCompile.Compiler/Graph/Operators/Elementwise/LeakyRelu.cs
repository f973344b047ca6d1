using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>x where it is at least 0, slope · x below.</summary>
public sealed record LeakyRelu(double Slope = LeakyRelu.DefaultSlope) : Elementwise
{
    private const double DefaultSlope = 0.01;

    public static readonly OperatorDefinition Operator = new(
        "leaky_relu",
        "x above 0, slope times x below.",
        ["x", new Parameter.Attribute("slope", AttributeKind.Real, DefaultSlope)],
        a => new LeakyRelu(a.Real("slope"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Slope == DefaultSlope ? [] : [("slope", Slope)];

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs)
    {
        Scalar x = Argument(0, inputs);
        return Scalar.Select(Scalar.Compare(ScalarFunction.Less, x, x.Constant(0)), x * x.Constant(Slope), x);
    }
}
