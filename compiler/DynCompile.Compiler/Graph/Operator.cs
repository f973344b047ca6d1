using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>An attribute of an operator in its text form.</summary>
public readonly record struct NamedAttribute(string Name, AttributeValue Value)
{
    public static implicit operator NamedAttribute((string Name, AttributeValue Value) pair) => new(pair.Name, pair.Value);
}

/// <summary>
/// An operator with its attributes. One operator is one file: its definition, its type rule, its reference evaluation, its cost.
/// Operators know nothing of backends.
/// </summary>
public abstract record Operator
{
    public abstract OperatorDefinition Definition { get; }

    public string Name => Definition.Name;

    /// <summary>All attributes that differ from their defaults, in the order of the definition.</summary>
    public abstract IEnumerable<NamedAttribute> Attributes { get; }

    /// <summary>The result types for given input types, or what is wrong with the inputs.</summary>
    public abstract Inference Infer(EquatableArray<TensorType> inputs);

    /// <summary>The results, computed plainly: the definition that every backend is judged by.</summary>
    public abstract ReferenceTensor[] Evaluate(Evaluation evaluation);

    /// <summary>Multiply-adds of one evaluation, as the field counts them: those of matrix products and convolutions.</summary>
    public virtual Size MultiplyAdds(EquatableArray<TensorType> inputs, EquatableArray<TensorType> outputs) => Size.Zero;

    /// <summary>Whether an evaluation may fault (a data-dependent index, a division by zero): such nodes keep their order and place.</summary>
    public virtual bool CanFault(EquatableArray<TensorType> inputs) => false;

    /// <summary>Where the indices that the operator takes end: each lies in 0 .. bound - 1, or it faults. Null without indices.</summary>
    public virtual Size? IndexBound(EquatableArray<TensorType> inputs) => null;

    /// <summary>The same operator with its sizes rewritten.</summary>
    public virtual Operator Substitute(Func<SizeSymbol, Size?> replacement) => this;
}

/// <summary>The outcome of a type rule.</summary>
public readonly struct Inference
{
    private Inference(EquatableArray<TensorType> types, TypeProblem? problem)
    {
        Types = types;
        Problem = problem;
    }

    public EquatableArray<TensorType> Types { get; }
    public TypeProblem? Problem { get; }

    public static implicit operator Inference(TensorType type) => new([type], null);

    public static implicit operator Inference(EquatableArray<TensorType> types) => new(types, null);

    public static implicit operator Inference(TypeProblem problem) => new([], problem);
}
