namespace DynCompile.Backends.CSharp;

/// <summary>Where a program finds a model's weights without being told.</summary>
public abstract record WeightsPlace
{
    private WeightsPlace() { }

    /// <summary>In the assembly of the class.</summary>
    public sealed record Resource(string Name) : WeightsPlace;

    /// <summary>Beside the program, by a path with `/` from its folder.</summary>
    public sealed record File(string Path) : WeightsPlace;
}
