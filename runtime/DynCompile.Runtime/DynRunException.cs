using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>A fault of a running model: an index out of range, an integer division by zero, an unlisted elastic value.</summary>
/// <remarks>The call wrote no result; the session can be used again.</remarks>
public sealed class DynRunException : Exception
{
    internal DynRunException(string what, in FaultSite at, int lane, long value, long bound)
        : base(FaultText.Message(what, at.FirstSample + lane, at.Line, at.Column, at.File))
    {
        File = at.File;
        Line = at.Line;
        Column = at.Column;
        Sample = at.FirstSample + lane;
        Value = value;
        Bound = bound;
    }

    /// <summary>The imported file that the place is in, from the project's folder; null for the model's own.</summary>
    public string? File { get; }

    /// <summary>The line in the model's text, from 1.</summary>
    public int Line { get; }

    /// <summary>The column in the model's text, from 1.</summary>
    public int Column { get; }

    /// <summary>The sample's place in the call, from 0.</summary>
    public long Sample { get; }

    /// <summary>The value that is not allowed: the index, the dividend, the elastic size.</summary>
    public long Value { get; }

    /// <summary>The first index that is too large; 0 for a division by zero; the largest allowed elastic size.</summary>
    public long Bound { get; }
}
