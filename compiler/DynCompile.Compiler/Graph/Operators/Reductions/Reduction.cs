using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// Folds the elements along some axes, all when <see cref="Axes"/> is null, with a binary function. The axes go, or stay with size 1
/// under <see cref="Keep"/>.
/// </summary>
public abstract record Reduction(EquatableArray<int>? Axes, bool Keep) : Operator
{
    private protected static Parameter[] Parameters { get; } =
    [
        "x",
        new Parameter.Attribute("axes", AttributeKind.Integers, IsOptional: true),
        new Parameter.Attribute("keep", AttributeKind.Flag, false),
    ];

    /// <summary>What joins two elements.</summary>
    public abstract ScalarFunction Fold { get; }

    /// <summary>The result of no elements; null where there is none.</summary>
    public abstract double? Identity { get; }

    /// <summary>The type in which elements are folded, for an accepted element type.</summary>
    public virtual ElementType FoldedElement(ElementType element) => element;

    /// <summary>Whether the folded result is divided by the number of elements.</summary>
    public virtual bool IsAverage => false;

    /// <summary>What the reduction asks of its input's element type.</summary>
    protected virtual TypeProblem? CheckElement(EquatableArray<TensorType> inputs) => TypeRules.Arithmetic(inputs, 0);

    public sealed override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            if (Axes is { } axes)
                yield return ("axes", axes);
            if (Keep)
                yield return ("keep", true);
        }
    }

    public sealed override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType x = inputs[0];
        if ((CheckElement(inputs) ?? TypeRules.Axes("axes", Axes, x.Rank, out _)) is { } problem)
            return problem;
        EquatableArray<int> axes = NormalAxes(x.Rank);
        if (Identity is null && axes.Any(a => x.Shape[a].Smallest < 1))
            return new TypeProblem.Extent(0, axes.First(a => x.Shape[a].Smallest < 1), 1, $"{Name}, which needs at least one element");
        TensorType result = x.With(FoldedElement(x.Element));
        return Keep
            ? result.With([.. x.Shape.Select((d, a) => axes.Contains(a) ? Size.One : d)])
            : result.With([.. x.Shape.Where((_, a) => !axes.Contains(a))]);
    }

    public sealed override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        Scalar element = new Scalar.Argument(0, x.Element).To(y.Element);
        Scalar join = Scalar.Call(Fold, new Scalar.Argument(0, y.Element), new Scalar.Argument(1, y.Element));
        int next = 0;
        foreach (int[] group in Lines.Along(x.Shape, NormalAxes(x.Rank)))
        {
            ScalarValue folded = y.IsFloat ? ScalarValue.Of(Identity ?? 0) : ScalarValue.Of((long)(Identity ?? 0));
            for (int i = 0; i < group.Length; i++)
            {
                ScalarValue own = ScalarEvaluation.Evaluate(element, [x.Scalar(group[i])], evaluation);
                folded = i == 0 ? own : ScalarEvaluation.Evaluate(join, [folded, own], evaluation);
            }
            y.Set(next++, IsAverage ? ScalarValue.Of(evaluation.Round(folded.Real / group.Length)) : folded);
        }
        return [y];
    }

    /// <summary>The reduced axes of an input of the given rank, ascending.</summary>
    public EquatableArray<int> NormalAxes(int rank)
    {
        _ = TypeRules.Axes("axes", Axes, rank, out EquatableArray<int> normal);
        return normal;
    }
}
