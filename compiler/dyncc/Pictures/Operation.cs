namespace DynCompile.CommandLine;

/// <summary>One operator of a region.</summary>
/// <param name="Shape"><c>8×28×28</c>, empty for a scalar.</param>
/// <param name="Result">The result's name, where the source gave one, and type.</param>
internal sealed record Operation(
    string Name,
    string Shape,
    string Result,
    string Attributes,
    string Place,
    long MultiplyAdds,
    OperationKind Kind
);
