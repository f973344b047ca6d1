namespace DynCompile.CommandLine;

/// <summary>
/// A part of a drawing around an axis, down which the samples come in and go on: it takes <see cref="Left"/> and <see cref="Right"/>
/// of the axis, and what stands on an axis needs no lines of its own to be joined.
/// </summary>
internal abstract class SvgBox
{
    public double Left { get; protected init; }
    public double Right { get; protected init; }
    public double Height { get; protected init; }

    public abstract void Draw(SvgCanvas canvas, double axis, double top);
}
