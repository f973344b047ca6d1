namespace DynCompile.CommandLine;

/// <summary>What a benchmark found out about a model, whatever the batch size.</summary>
/// <param name="Threads">How many share a batch.</param>
/// <param name="MultiplyAdds">Of a sample, on the blocks that it went through, in the mean of all.</param>
/// <param name="FullMultiplyAdds">Of a sample that takes no exit.</param>
/// <param name="Exits">How many samples took each exit, by its number; empty for a model without exits.</param>
internal sealed record BenchSubject(
    string Model,
    int Samples,
    int Threads,
    double MultiplyAdds,
    long FullMultiplyAdds,
    IReadOnlyList<(string Name, int Samples)> Exits
);

/// <summary>The times of one batch size, and those of the static counterpart if it was measured.</summary>
internal sealed record BenchResult(int Batch, RunTimes Own, RunTimes? Static);
