namespace DynCompile.Runtime.Kernels;

/// <summary>Fills whole rows with one value.</summary>
public static class Fill
{
    /// <summary>y = value.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="value">The value of every element.</param>
    /// <param name="y">[length].</param>
    /// <param name="length">Elements of a row.</param>
    public static void Run<T>(Lanes live, T value, Rows<T> y, int length)
        where T : unmanaged
    {
        foreach (int lane in live)
            y.Span(lane, length).Fill(value);
    }
}
