namespace DynCompile.CommandLine;

/// <summary>What the runs of one batch size took, in microseconds for each run.</summary>
internal sealed record RunTimes(double P50, double P95, double P99, double SamplesPerSecond, double AllocatedBytes);
