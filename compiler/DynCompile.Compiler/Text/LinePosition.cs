namespace DynCompile.Text;

/// <summary>A line and a column, both from 1; columns count UTF-16 units.</summary>
public readonly record struct LinePosition(int Line, int Column)
{
    public override string ToString() => $"{Line}:{Column}";
}
