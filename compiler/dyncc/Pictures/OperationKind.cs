namespace DynCompile.CommandLine;

/// <summary>How much an operator says about its region.</summary>
internal enum OperationKind
{
    /// <summary>Named on the region's card.</summary>
    Main,

    /// <summary>Works on each element by itself: only counted.</summary>
    Elementwise,

    /// <summary>Moves or renames elements, and computes nothing: only counted.</summary>
    Moving,
}
