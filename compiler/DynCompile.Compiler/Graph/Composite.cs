using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>Applies operators to values of some kind: graph values, reference tensors, or only their types.</summary>
public interface IOperatorSink<T>
{
    /// <summary>The type of a value.</summary>
    TensorType TypeOf(T value);

    /// <summary>All results of an operator.</summary>
    T[] ApplyAll(Operator op, params T[] inputs);
}

/// <summary>An operator that is declared by its decomposition into others.</summary>
public abstract record Composite : Operator
{
    /// <summary>The checks that read better here than in the parts' own words; null when the inputs are fine.</summary>
    protected abstract TypeProblem? Check(EquatableArray<TensorType> inputs);

    /// <summary>The decomposition; inputs were checked.</summary>
    public abstract T[] Expand<T>(IOperatorSink<T> sink, T[] inputs);

    public sealed override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (Check(inputs) is { } problem)
            return problem;
        var sink = new TypeSink();
        EquatableArray<TensorType> types = [.. Expand(sink, [.. inputs])];
        return sink.Problem is { } inner ? inner : types;
    }

    public sealed override ReferenceTensor[] Evaluate(Evaluation evaluation) =>
        Expand(new ReferenceSink(evaluation), [.. evaluation.Inputs]);

    public sealed override Size MultiplyAdds(EquatableArray<TensorType> inputs, EquatableArray<TensorType> outputs)
    {
        var sink = new TypeSink();
        Expand(sink, [.. inputs]);
        return sink.MultiplyAdds;
    }

    /// <summary>Runs a decomposition over types alone.</summary>
    private sealed class TypeSink : IOperatorSink<TensorType>
    {
        public TypeProblem? Problem { get; private set; }
        public Size MultiplyAdds { get; private set; } = Size.Zero;

        public TensorType TypeOf(TensorType value) => value;

        public TensorType[] ApplyAll(Operator op, params TensorType[] inputs)
        {
            EquatableArray<TensorType> types = [.. inputs];
            Inference inference = op.Infer(types);
            if (inference.Problem is { } problem)
            {
                Problem ??= problem;
                return [.. Enumerable.Repeat(inputs[0], 4)];
            }
            MultiplyAdds += op.MultiplyAdds(types, inference.Types);
            return [.. inference.Types];
        }
    }

    /// <summary>Runs a decomposition on reference tensors.</summary>
    private sealed class ReferenceSink(Evaluation evaluation) : IOperatorSink<ReferenceTensor>
    {
        public TensorType TypeOf(ReferenceTensor value) => value.Type;

        public ReferenceTensor[] ApplyAll(Operator op, params ReferenceTensor[] inputs) => evaluation.Apply(op, inputs);
    }
}

/// <summary>Short forms for writing decompositions.</summary>
public static class OperatorSinkExtensions
{
    public static T Apply<T>(this IOperatorSink<T> sink, Operator op, params T[] inputs) => sink.ApplyAll(op, inputs)[0];
}
