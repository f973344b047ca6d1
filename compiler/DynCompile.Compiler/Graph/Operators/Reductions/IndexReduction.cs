using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>The index, in i32, of one element along an axis, or in row-major order of all elements when <see cref="Axis"/> is null.</summary>
public abstract record IndexReduction(int? Axis, bool Keep) : Operator
{
    private protected static Parameter[] Parameters { get; } =
    [
        "x",
        new Parameter.Attribute("axis", AttributeKind.Integer, IsOptional: true),
        new Parameter.Attribute("keep", AttributeKind.Flag, false),
    ];

    /// <summary>Whether a later element takes the place of the best one so far.</summary>
    protected abstract bool IsBetter(ScalarValue candidate, ScalarValue best, bool isFloat);

    public sealed override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            if (Axis is { } axis)
                yield return ("axis", axis);
            if (Keep)
                yield return ("keep", true);
        }
    }

    public sealed override Inference Infer(EquatableArray<TensorType> inputs)
    {
        TensorType x = inputs[0];
        if ((TypeRules.Arithmetic(inputs, 0) ?? TypeRules.Axes("axis", GivenAxes, x.Rank, out _)) is { } problem)
            return problem;
        EquatableArray<int> axes = NormalAxes(x.Rank);
        if (axes.Any(a => x.Shape[a].Smallest < 1))
            return new TypeProblem.Extent(0, axes.First(a => x.Shape[a].Smallest < 1), 1, $"{Name}, which needs at least one element");
        return Keep
            ? TensorType.I32([.. x.Shape.Select((d, a) => axes.Contains(a) ? Size.One : d)])
            : TensorType.I32([.. x.Shape.Where((_, a) => !axes.Contains(a))]);
    }

    public sealed override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        int next = 0;
        foreach (int[] group in Lines.Along(x.Shape, NormalAxes(x.Rank)))
        {
            int best = 0;
            for (int i = 1; i < group.Length; i++)
            {
                if (IsBetter(x.Scalar(group[i]), x.Scalar(group[best]), x.IsFloat))
                    best = i;
            }
            y.Integers[next++] = best;
        }
        return [y];
    }

    /// <summary>The searched axes of an input of the given rank.</summary>
    public EquatableArray<int> NormalAxes(int rank)
    {
        _ = TypeRules.Axes("axis", GivenAxes, rank, out EquatableArray<int> normal);
        return normal;
    }

    private EquatableArray<int>? GivenAxes => Axis is { } axis ? [axis] : null;
}
