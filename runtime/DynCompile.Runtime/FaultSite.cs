namespace DynCompile.Runtime;

/// <summary>Where in the model's text, and in which part of a batch, a checked operation runs.</summary>
/// <param name="Line">The line in the model's text, from 1.</param>
/// <param name="Column">The column in the model's text, from 1.</param>
/// <param name="FirstSample">The sample in lane 0.</param>
/// <param name="File">The imported file, from the project's folder; null for the model's own.</param>
public readonly record struct FaultSite(int Line, int Column, long FirstSample, string? File = null);
