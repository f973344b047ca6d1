using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// <c>x[i, j]</c>: inputs are x and one scalar index for each of the leading axes that it drops. Every index is checked.
/// </summary>
public sealed record Index : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "index",
        "The element or row at given indices of the leading axes, written x[i, j].",
        [new Parameter.Value("x and indices", Arity.List)],
        _ => new Index()
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (inputs[0].Rank < inputs.Length - 1)
            return new TypeProblem.Rank(0, $"at least {inputs.Length - 1}");
        for (int i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].Element is not (ElementType.I32 or ElementType.I64))
                return new TypeProblem.Element(i, "i32 or i64");
            if (!inputs[i].IsScalar)
                return new TypeProblem.Rank(i, "0");
        }
        return inputs[0].With([.. inputs[0].Shape.Skip(inputs.Length - 1)]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        int[] strides = ReferenceTensor.Strides(x.Shape);
        int start = 0;
        for (int axis = 0; axis < evaluation.Inputs.Count - 1; axis++)
            start += evaluation.CheckedIndex(evaluation.Inputs[axis + 1].Integers[0], x.Shape[axis]) * strides[axis];
        return [x.Pick(evaluation.OutputShape(0), i => start + i)];
    }

    public override bool CanFault(EquatableArray<TensorType> inputs) => true;
}
