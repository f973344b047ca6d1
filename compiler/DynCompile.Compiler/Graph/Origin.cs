namespace DynCompile.Graph;

/// <summary>Where in the source a node comes from: line and column from 1, and the file when it is not the model's own.</summary>
public readonly record struct Origin(int Line, int Column, string? File = null)
{
    /// <summary>For nodes that no line of the source wrote.</summary>
    public static Origin None => default;

    public override string ToString() => File is null ? $"{Line}:{Column}" : $"{File}:{Line}:{Column}";
}
