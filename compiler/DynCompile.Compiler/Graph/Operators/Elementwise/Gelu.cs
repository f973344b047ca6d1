using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>x · Φ(x) with the normal distribution by the error function (not the tanh approximation).</summary>
public sealed record Gelu : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "gelu",
        "x times the normal distribution of x, by erf.",
        ["x"],
        _ => new Gelu()
    );

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs)
    {
        Scalar x = Argument(0, inputs);
        Scalar erf = Scalar.Call(ScalarFunction.ErrorFunction, x * x.Constant(1 / Math.Sqrt(2)));
        return x.Constant(0.5) * x * (x.Constant(1) + erf);
    }
}
