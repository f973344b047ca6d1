namespace DynCompile.Runtime.Kernels;

/// <summary>An element or a sub-tensor at computed leading indices: <c>x[i]</c>, <c>x[i, j]</c>, and so on.</summary>
public static class ElementRead
{
    /// <summary>y = x[i].</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[extentI, inner].</param>
    /// <param name="i">A scalar.</param>
    /// <param name="y">[inner].</param>
    /// <param name="extentI">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it; 1 for an element.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T>(Lanes live, Rows<T> x, Rows<int> i, Rows<T> y, int extentI, int inner, in FaultSite at)
        where T : unmanaged
    {
        foreach (int lane in live)
            ElementPlace.Of(x, lane, ElementPlace.At(i, extentI, lane, at), inner).CopyTo(y.Span(lane, inner));
    }

    /// <summary>y = x[i, j].</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[extentI, extentJ, inner].</param>
    /// <param name="i">A scalar.</param>
    /// <param name="j">A scalar.</param>
    /// <param name="y">[inner].</param>
    /// <param name="extentI">The first axis' size.</param>
    /// <param name="extentJ">The second axis' size.</param>
    /// <param name="inner">Product of the sizes after them; 1 for an element.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T>(
        Lanes live,
        Rows<T> x,
        Rows<int> i,
        Rows<int> j,
        Rows<T> y,
        int extentI,
        int extentJ,
        int inner,
        in FaultSite at
    )
        where T : unmanaged
    {
        foreach (int lane in live)
            ElementPlace.Of(x, lane, ElementPlace.At(i, j, extentI, extentJ, lane, at), inner).CopyTo(y.Span(lane, inner));
    }

    /// <summary>y = x[i, j, k].</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[extentI, extentJ, extentK, inner].</param>
    /// <param name="i">A scalar.</param>
    /// <param name="j">A scalar.</param>
    /// <param name="k">A scalar.</param>
    /// <param name="y">[inner].</param>
    /// <param name="extentI">The first axis' size.</param>
    /// <param name="extentJ">The second axis' size.</param>
    /// <param name="extentK">The third axis' size.</param>
    /// <param name="inner">Product of the sizes after them; 1 for an element.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T>(
        Lanes live,
        Rows<T> x,
        Rows<int> i,
        Rows<int> j,
        Rows<int> k,
        Rows<T> y,
        int extentI,
        int extentJ,
        int extentK,
        int inner,
        in FaultSite at
    )
        where T : unmanaged
    {
        foreach (int lane in live)
        {
            int place = ElementPlace.At(i, j, k, extentI, extentJ, extentK, lane, at);
            ElementPlace.Of(x, lane, place, inner).CopyTo(y.Span(lane, inner));
        }
    }

    /// <summary>y = x[i, j, k, l], and with more indices.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[extents, inner].</param>
    /// <param name="indices">Scalars, one for each of the leading axes.</param>
    /// <param name="y">[inner].</param>
    /// <param name="extents">The sizes of the leading axes.</param>
    /// <param name="inner">Product of the sizes after them; 1 for an element.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T>(
        Lanes live,
        Rows<T> x,
        ReadOnlySpan<Rows<int>> indices,
        Rows<T> y,
        ReadOnlySpan<int> extents,
        int inner,
        in FaultSite at
    )
        where T : unmanaged
    {
        foreach (int lane in live)
            ElementPlace.Of(x, lane, ElementPlace.At(indices, extents, lane, at), inner).CopyTo(y.Span(lane, inner));
    }
}
