using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>
/// A fact about a user's program, as data; its wording is in a prose file of its room (<see cref="Prose"/>), found by the record's type.
/// A new one is a record here, an arm of prose there, and a page `errors/DYNxxxx.md`.
/// <para>
/// Ids are stable and never used again: DYN0001–0099 syntax, DYN0100–0399 names, types and shapes, DYN0400–0499 weights and data,
/// DYN0500–0599 options and limits, DYN9000–9999 bugs of the compiler.
/// </para>
/// </summary>
public abstract record Diagnostic(Location Location)
{
    /// <summary>`DYN0012`</summary>
    public abstract string Id { get; }

    public virtual Severity Severity => Severity.Error;
}
