namespace DynCompile.Diagnostics;

public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Compiles, but is probably not meant.</summary>
    Warning,

    /// <summary>Does not compile.</summary>
    Error,
}
