using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>The name of a value inside one function: printed <c>%7</c>.</summary>
public readonly record struct ValueId(int Index) : IComparable<ValueId>
{
    public static bool operator <(ValueId left, ValueId right) => left.Index < right.Index;

    public static bool operator >(ValueId left, ValueId right) => left.Index > right.Index;

    public static bool operator <=(ValueId left, ValueId right) => left.Index <= right.Index;

    public static bool operator >=(ValueId left, ValueId right) => left.Index >= right.Index;

    public int CompareTo(ValueId other) => Index.CompareTo(other.Index);

    public override string ToString() => $"%{Index}";
}

/// <summary>A value where it is defined: its id, its type and, where the source gave one, its name.</summary>
public sealed record Definition(ValueId Id, TensorType Type, string? Name = null);

/// <summary>
/// One operation. Nodes are immutable, name their inputs by id and stand in a flat array in topological order;
/// control operators hold bodies.
/// </summary>
public sealed record Node(
    Operator Operator,
    EquatableArray<ValueId> Inputs,
    EquatableArray<Definition> Results,
    EquatableArray<Body> Bodies,
    Origin Origin
)
{
    /// <summary>The id of the first result.</summary>
    public ValueId Result0 => Results[0].Id;

    /// <summary>The only result.</summary>
    public Definition Result =>
        Results.Length == 1 ? Results[0] : throw new InvalidOperationException($"{Operator.Name} has {Results.Length} results");
}

/// <summary>How a body ends.</summary>
public enum Ending
{
    /// <summary>Gives its values to the node that holds the body.</summary>
    Yield,

    /// <summary>Starts the next iteration of the enclosing loop with its values as the carried ones.</summary>
    Continue,

    /// <summary>Ends the enclosing loop; its values are the loop's results.</summary>
    Break,

    /// <summary>Leaves the function; its values are the function's results.</summary>
    Leave,

    /// <summary>Never reached: the last node's bodies all jump.</summary>
    Unreachable,
}

/// <summary>The end of a body with the values that it hands on.</summary>
/// <param name="Site">For <see cref="Ending.Leave"/>: which <c>exit</c> or <c>return</c> of the text, from 0.</param>
public sealed record Terminator(Ending Ending, EquatableArray<ValueId> Values, int Site = 0)
{
    public bool IsJump => Ending is not Ending.Yield;
}

/// <summary>
/// A sequence of nodes with parameters and an end. A body may use the values of the bodies around it;
/// its parameters are what changes from one entry to the next.
/// </summary>
public sealed record Body(EquatableArray<Definition> Parameters, EquatableArray<Node> Nodes, Terminator End)
{
    /// <summary>This body's nodes and those of all bodies inside, outer before inner, in order.</summary>
    public IEnumerable<Node> AllNodes()
    {
        foreach (Node node in Nodes)
        {
            yield return node;
            foreach (Body body in node.Bodies)
            foreach (Node inner in body.AllNodes())
                yield return inner;
        }
    }
}
