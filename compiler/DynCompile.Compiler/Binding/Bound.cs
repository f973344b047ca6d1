using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>What an expression means: a value of the graph, or something known at compile time.</summary>
internal abstract record Bound
{
    /// <summary>Computed when the model runs.</summary>
    public sealed record Value(ValueId Id, TensorType Type) : Bound;

    /// <summary>A whole number or a size. A literal adapts to its context; any other is an i32.</summary>
    public sealed record Integer(Size Number, bool IsLiteral = false) : Bound;

    public sealed record Real(double Number, bool IsLiteral = false) : Bound;

    public sealed record Flag(bool IsTrue) : Bound;

    /// <summary><c>[a, b]</c>: a vector when its items are scalars, a list for operators that take one.</summary>
    public sealed record List(EquatableArray<Bound> Items) : Bound;

    /// <summary>The results of an operator or block that has several.</summary>
    public sealed record Tuple(EquatableArray<Value> Items) : Bound;

    /// <summary><c>f32[2, 3]</c> as an argument.</summary>
    public sealed record TypeName(TensorType Meaning) : Bound;

    public sealed record Sparse(Sparsity Pattern) : Bound;

    /// <summary>Something is wrong with it and was reported; nothing that it takes part in reports again.</summary>
    public sealed record Error : Bound;

    public static Bound Wrong { get; } = new Error();

    public bool IsError => this is Error || (this is List list && list.Items.Any(i => i.IsError));

    /// <summary>A literal's freedom to adapt ends when it gets a name.</summary>
    public Bound Named() =>
        this switch
        {
            Integer integer => integer with { IsLiteral = false },
            Real real => real with { IsLiteral = false },
            List list => new List([.. list.Items.Select(i => i.Named())]),
            _ => this,
        };

    /// <summary>In words, for messages.</summary>
    public string Describe() =>
        this switch
        {
            Value value => value.Type.ToString(),
            Integer integer => integer.Number.ToString(),
            Real real => AttributeValue.WriteReal(real.Number),
            Flag flag => flag.IsTrue ? "true" : "false",
            List list => $"[{string.Join(", ", list.Items.Select(i => i.Describe()))}]",
            Tuple tuple => $"({string.Join(", ", tuple.Items.Select(i => i.Type.ToString()))})",
            TypeName type => type.Meaning.ToString(),
            Sparse sparse => sparse.Pattern.ToString(),
            _ => "an error",
        };
}
