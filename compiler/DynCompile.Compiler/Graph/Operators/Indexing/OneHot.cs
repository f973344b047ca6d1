using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>For each index a vector of <see cref="Count"/> zeros, in i32, with a 1 at the index: [..] gives [.., count]. Every index is checked.</summary>
public sealed record OneHot(Size Count) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "one_hot",
        "For each index a vector of zeros with a 1 at the index.",
        [Parameter.Index("index"), new Parameter.Attribute("count", AttributeKind.Size)],
        a => new OneHot(a.Size("count"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("count", Count)];

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (TypeRules.Index(inputs, 0) is { } problem)
            return problem;
        return Count.Smallest < 1 ? new TypeProblem.Attribute("count", Count, "at least 1") : TensorType.I32([.. inputs[0].Shape, Count]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor index = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        int count = evaluation.SizeOf(Count);
        for (int i = 0; i < index.Count; i++)
            y.Integers[i * count + evaluation.CheckedIndex(index.Integers[i], count)] = 1;
        return [y];
    }

    public override bool CanFault(EquatableArray<TensorType> inputs) => true;

    public override Size? IndexBound(EquatableArray<TensorType> inputs) => Count;

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => new OneHot(Count.Substitute(replacement));
}
