using System.Collections.Immutable;

namespace DynCompile.Runtime;

/// <summary>One choice of all elastic sizes, and what it costs.</summary>
/// <param name="Sizes">A size for each elastic dimension, in declaration order.</param>
/// <param name="MultiplyAdds">Multiply-adds of a sample that takes no exit.</param>
public sealed record SubNetwork(ImmutableArray<int> Sizes, long MultiplyAdds);
