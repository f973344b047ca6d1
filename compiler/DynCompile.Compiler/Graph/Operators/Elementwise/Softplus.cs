using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>log(1 + exp(x)), without overflow.</summary>
public sealed record Softplus : Elementwise
{
    public static readonly OperatorDefinition Operator = new("softplus", "A smooth relu: log(1 + exp(x)).", ["x"], _ => new Softplus());

    public override OperatorDefinition Definition => Operator;

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => AllFloat(inputs);

    public override Scalar Body(EquatableArray<ElementType> inputs) => Scalar.Call(ScalarFunction.Softplus, Argument(0, inputs));
}
