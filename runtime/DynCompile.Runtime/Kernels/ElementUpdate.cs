namespace DynCompile.Runtime.Kernels;

/// <summary>Replaces an element or a sub-tensor at computed leading indices, in place: <c>h[k] = v</c>.</summary>
public static class ElementUpdate
{
    /// <summary>y[i] = value.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="i">A scalar.</param>
    /// <param name="value">[inner].</param>
    /// <param name="y">[extentI, inner]; the other elements stay.</param>
    /// <param name="extentI">The axis' size.</param>
    /// <param name="inner">Product of the sizes after it; 1 for an element.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T>(Lanes live, Rows<int> i, Rows<T> value, Rows<T> y, int extentI, int inner, in FaultSite at)
        where T : unmanaged
    {
        foreach (int lane in live)
            value.Span(lane, inner).CopyTo(ElementPlace.Of(y, lane, ElementPlace.At(i, extentI, lane, at), inner));
    }

    /// <summary>y[i, j] = value.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="i">A scalar.</param>
    /// <param name="j">A scalar.</param>
    /// <param name="value">[inner].</param>
    /// <param name="y">[extentI, extentJ, inner]; the other elements stay.</param>
    /// <param name="extentI">The first axis' size.</param>
    /// <param name="extentJ">The second axis' size.</param>
    /// <param name="inner">Product of the sizes after them; 1 for an element.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T>(
        Lanes live,
        Rows<int> i,
        Rows<int> j,
        Rows<T> value,
        Rows<T> y,
        int extentI,
        int extentJ,
        int inner,
        in FaultSite at
    )
        where T : unmanaged
    {
        foreach (int lane in live)
            value.Span(lane, inner).CopyTo(ElementPlace.Of(y, lane, ElementPlace.At(i, j, extentI, extentJ, lane, at), inner));
    }

    /// <summary>y[i, j, k] = value.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="i">A scalar.</param>
    /// <param name="j">A scalar.</param>
    /// <param name="k">A scalar.</param>
    /// <param name="value">[inner].</param>
    /// <param name="y">[extentI, extentJ, extentK, inner]; the other elements stay.</param>
    /// <param name="extentI">The first axis' size.</param>
    /// <param name="extentJ">The second axis' size.</param>
    /// <param name="extentK">The third axis' size.</param>
    /// <param name="inner">Product of the sizes after them; 1 for an element.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T>(
        Lanes live,
        Rows<int> i,
        Rows<int> j,
        Rows<int> k,
        Rows<T> value,
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
            value.Span(lane, inner).CopyTo(ElementPlace.Of(y, lane, place, inner));
        }
    }

    /// <summary>y[i, j, k, l] = value, and with more indices.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="indices">Scalars, one for each of the leading axes.</param>
    /// <param name="value">[inner].</param>
    /// <param name="y">[extents, inner]; the other elements stay.</param>
    /// <param name="extents">The sizes of the leading axes.</param>
    /// <param name="inner">Product of the sizes after them; 1 for an element.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">An index is out of range.</exception>
    public static void Run<T>(
        Lanes live,
        ReadOnlySpan<Rows<int>> indices,
        Rows<T> value,
        Rows<T> y,
        ReadOnlySpan<int> extents,
        int inner,
        in FaultSite at
    )
        where T : unmanaged
    {
        foreach (int lane in live)
            value.Span(lane, inner).CopyTo(ElementPlace.Of(y, lane, ElementPlace.At(indices, extents, lane, at), inner));
    }
}
