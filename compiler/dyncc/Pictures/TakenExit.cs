namespace DynCompile.CommandLine;

/// <summary>An exit by its name, and how many samples took it; null when none were run.</summary>
internal sealed record TakenExit(string Name, long? Samples);
