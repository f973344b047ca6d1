namespace DynCompile.Runtime.Kernels;

/// <summary>The integers 0, 1, … in a row.</summary>
public static class Arange
{
    /// <summary>y[i] = i.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="y">[length].</param>
    /// <param name="length">Elements of a row.</param>
    public static void Run(Lanes live, Rows<int> y, int length)
    {
        foreach (int lane in live)
        {
            Span<int> row = y.Span(lane, length);
            for (int i = 0; i < row.Length; i++)
                row[i] = i;
        }
    }
}
