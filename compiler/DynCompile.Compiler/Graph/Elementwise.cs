using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>
/// An operator that computes each element of its result from one element of each input, after PyTorch's broadcasting.
/// Its scalar body is all there is to it.
/// </summary>
public abstract record Elementwise : Operator
{
    public override IEnumerable<NamedAttribute> Attributes => [];

    /// <summary>What the operator asks of its inputs' element types; null when they are fine.</summary>
    protected virtual TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => SameArithmetic(inputs);

    /// <summary>The body for the inputs' element types.</summary>
    public abstract Scalar Body(EquatableArray<ElementType> inputs);

    public Scalar Body(EquatableArray<TensorType> inputs) => Body((EquatableArray<ElementType>)[.. inputs.Select(i => i.Element)]);

    public sealed override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (CheckElements(inputs) is { } problem)
            return problem;
        return Broadcasting.Join(inputs, out EquatableArray<Size> shape) is { } mismatch
            ? mismatch
            : new TensorType(Body(inputs).Type, shape);
    }

    public sealed override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        Scalar body = Body(evaluation.InputTypes);
        ReferenceTensor result = evaluation.NewOutput(0);
        var views = evaluation.Inputs.Select(i => i.BroadcastTo(result.Shape)).ToArray();
        var arguments = new ScalarValue[views.Length];
        for (int i = 0; i < result.Count; i++)
        {
            for (int k = 0; k < views.Length; k++)
                arguments[k] = views[k].Scalar(i);
            result.Set(i, ScalarEvaluation.Evaluate(body, arguments, evaluation));
        }
        return [result];
    }

    public sealed override bool CanFault(EquatableArray<TensorType> inputs) => Body(inputs).CanFault;

    protected static Scalar Argument(int index, EquatableArray<ElementType> inputs) => new Scalar.Argument(index, inputs[index]);

    /// <summary>Arithmetic is in f32, i32 and i64; nothing converts by itself.</summary>
    protected static TypeProblem? SameArithmetic(EquatableArray<TensorType> inputs) =>
        TypeRules.All(inputs, TypeRules.IsArithmetic, "f32, i32 or i64") ?? TypeRules.SameElements(inputs);

    protected static TypeProblem? SameArithmeticOrBool(EquatableArray<TensorType> inputs) =>
        TypeRules.All(inputs, e => TypeRules.IsArithmetic(e) || e == ElementType.Bool, "f32, i32, i64 or bool")
        ?? TypeRules.SameElements(inputs);

    protected static TypeProblem? AllInteger(EquatableArray<TensorType> inputs) =>
        TypeRules.All(inputs, TypeRules.IsIndex, "i32 or i64") ?? TypeRules.SameElements(inputs);

    protected static TypeProblem? AllFloat(EquatableArray<TensorType> inputs) => TypeRules.AllF32(inputs);

    protected static TypeProblem? AllBool(EquatableArray<TensorType> inputs) => TypeRules.All(inputs, e => e == ElementType.Bool, "bool");
}
