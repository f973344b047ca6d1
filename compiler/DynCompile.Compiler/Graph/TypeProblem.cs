using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>Why an operator refuses its inputs: facts only, the prose is the diagnostics' business. Inputs count from 0.</summary>
public abstract record TypeProblem
{
    /// <summary>An input has the wrong number of axes; <paramref name="Expected"/> in words: "2", "at least 1", "3 or more".</summary>
    public sealed record Rank(int Input, string Expected) : TypeProblem;

    /// <summary>An input has the wrong element type; <paramref name="Expected"/> in words: "f32", "an integer type".</summary>
    public sealed record Element(int Input, string Expected) : TypeProblem;

    /// <summary>An axis of an input has the wrong size.</summary>
    public sealed record Extent(int Input, int AtAxis, Size Expected, string Because) : TypeProblem;

    /// <summary>Two inputs do not broadcast against each other at an axis counted from the last (1 is the last).</summary>
    public sealed record Broadcast(int First, int Second, int AxisFromEnd) : TypeProblem;

    /// <summary>Two inputs must have equal element types.</summary>
    public sealed record MixedElements(int First, int Second) : TypeProblem;

    /// <summary>An axis that the input does not have.</summary>
    public sealed record Axis(string Name, int Value, int RankOfInput) : TypeProblem;

    /// <summary>A size that must be divisible is not.</summary>
    public sealed record Indivisible(string What, Size Value, Size Divisor) : TypeProblem;

    /// <summary>An attribute outside its range; <paramref name="Rule"/> in words: "at least 1".</summary>
    public sealed record Attribute(string Name, AttributeValue Value, string Rule) : TypeProblem;

    /// <summary>A window (kernel with dilation) larger than the padded input, or a slice outside its axis.</summary>
    public sealed record Outside(string What, Size Value, Size Limit) : TypeProblem;

    /// <summary>Element counts that must agree, as for reshape.</summary>
    public sealed record Count(Size Given, Size Wanted) : TypeProblem;

    /// <summary>Anything else that one sentence of the operator's own says best.</summary>
    public sealed record Other(string Sentence) : TypeProblem;
}
