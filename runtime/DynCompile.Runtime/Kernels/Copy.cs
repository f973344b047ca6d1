namespace DynCompile.Runtime.Kernels;

/// <summary>Copies whole rows.</summary>
public static class Copy
{
    /// <summary>y = x.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[length].</param>
    /// <param name="y">[length].</param>
    /// <param name="length">Elements of a row.</param>
    public static void Run<T>(Lanes live, Rows<T> x, Rows<T> y, int length)
        where T : unmanaged
    {
        foreach (int lane in live)
            x.Span(lane, length).CopyTo(y.Span(lane, length));
    }
}
