namespace DynCompile.CommandLine.Tests.Faults;

/// <summary>A program, a sample that it can run, and one at which it faults.</summary>
/// <param name="Name">What is shown.</param>
/// <param name="Model">The program.</param>
/// <param name="Good">The numbers of a sample's inputs, by name: <c>x = 1 2; k = 0</c>.</param>
/// <param name="Bad">The inputs of the sample that faults.</param>
/// <param name="What">What the fault says.</param>
/// <param name="Line">The line in the program, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record FaultCase(string Name, string Model, string Good, string Bad, string What, int Line, int Column)
{
    public override string ToString() => Name;
}
