using DynCompile.Text;

namespace DynCompile.Diagnostics;

// Facts about the files of a program: DYN0300–0319.

/// <param name="Part">The part of the path that is not there.</param>
/// <param name="Neighbours">What is there instead.</param>
public sealed record ImportNotFound(Location Location, string Path, string Part, EquatableArray<string> Neighbours) : Diagnostic(Location)
{
    public override string Id => "DYN0300";
}

/// <param name="Problem">A sentence about the path: "it is empty".</param>
public sealed record BadImportPath(Location Location, string Path, string Problem) : Diagnostic(Location)
{
    public override string Id => "DYN0301";
}

/// <param name="Link">The part of the path that is a link out of the project's folder; null when the path itself leads there.</param>
public sealed record ImportOutside(Location Location, string Path, string? Link) : Diagnostic(Location)
{
    public override string Id => "DYN0302";
}

/// <param name="Reason">A sentence about the file: "it is a folder".</param>
public sealed record ImportNotReadable(Location Location, string Path, string Reason) : Diagnostic(Location)
{
    public override string Id => "DYN0303";
}

/// <param name="Imports">All imports of the circle, the last of them here.</param>
public sealed record ImportCycle(Location Location, EquatableArray<Location> Imports) : Diagnostic(Location)
{
    public override string Id => "DYN0304";
}

/// <summary>A block or helper that two of a file's imports bring, or the file itself and an import.</summary>
/// <param name="Location">The import that brings the second one.</param>
public sealed record NameInTwoFiles(Location Location, string Name, Location First, Location Second) : Diagnostic(Location)
{
    public override string Id => "DYN0305";
}

/// <param name="What">What there are too many of: files, characters.</param>
public sealed record ProgramTooLarge(Location Location, string What, int Limit) : Diagnostic(Location)
{
    public override string Id => "DYN0306";
}

/// <param name="First">The import that brings the same file already; null when no name of the file is used.</param>
public sealed record UnusedImport(Location Location, string Path, Location? First) : Diagnostic(Location)
{
    public override string Id => "DYN0307";

    public override Severity Severity => Severity.Warning;
}
