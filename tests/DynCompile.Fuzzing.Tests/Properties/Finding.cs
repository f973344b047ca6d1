namespace DynCompile.Fuzzing.Properties;

/// <summary>A property that does not hold for a program.</summary>
/// <param name="Property">Which one, as a sentence.</param>
/// <param name="Message">Where it fails: sample, value, numbers.</param>
internal sealed record Finding(string Property, FuzzedProgram Program, string Message);
