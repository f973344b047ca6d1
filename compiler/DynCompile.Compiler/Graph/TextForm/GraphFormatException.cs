namespace DynCompile.Graph;

/// <summary>Text that is not a graph's text form; line and column count from 1.</summary>
public sealed class GraphFormatException(int line, int column, string problem) : Exception($"line {line}, column {column}: {problem}")
{
    public int Line => line;
    public int Column => column;
    public string Problem => problem;
}
