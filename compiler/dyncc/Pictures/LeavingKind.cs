namespace DynCompile.CommandLine;

/// <summary>How a way ends.</summary>
internal enum LeavingKind
{
    Exit,
    Return,
    Break,
    Continue,
}
