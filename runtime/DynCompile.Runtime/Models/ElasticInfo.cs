using System.Collections.Immutable;

namespace DynCompile.Runtime;

/// <summary>An elastic dimension: a size that the caller may choose.</summary>
/// <param name="Name">Its name in the model's text.</param>
/// <param name="Values">The sizes that it may have, ascending.</param>
public sealed record ElasticInfo(string Name, ImmutableArray<int> Values)
{
    /// <summary>The size unless set.</summary>
    public int Largest => Values[^1];
}
