using System.Collections.Immutable;

namespace DynCompile.Graph.Operators;

/// <summary>What a product does with its results before it stores them.</summary>
internal static class Activation
{
    /// <summary>How nodes say it; passes set it.</summary>
    public static ImmutableArray<Parameter.Attribute> Attributes { get; } =
        ImmutableArray.Create(new Parameter.Attribute("relu", AttributeKind.Flag, false));

    public static IEnumerable<NamedAttribute> Attribute(bool relu) => relu ? [("relu", true)] : [];

    /// <summary>A result, NaN as it is.</summary>
    public static double Of(double result, bool relu) => relu && result < 0 ? 0 : result;
}
