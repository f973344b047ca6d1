namespace DynCompile.Runtime.Kernels;

/// <summary>The place that computed leading indices name.</summary>
internal static class ElementPlace
{
    public static int At(Rows<int> i, int extentI, int lane, in FaultSite at) => Fault.CheckIndex(i[lane], extentI, lane, at);

    public static int At(Rows<int> i, Rows<int> j, int extentI, int extentJ, int lane, in FaultSite at) =>
        At(i, extentI, lane, at) * extentJ + At(j, extentJ, lane, at);

    public static int At(Rows<int> i, Rows<int> j, Rows<int> k, int extentI, int extentJ, int extentK, int lane, in FaultSite at) =>
        At(i, j, extentI, extentJ, lane, at) * extentK + At(k, extentK, lane, at);

    public static int At(ReadOnlySpan<Rows<int>> indices, ReadOnlySpan<int> extents, int lane, in FaultSite at)
    {
        int place = 0;
        for (int axis = 0; axis < indices.Length; axis++)
            place = place * extents[axis] + At(indices[axis], extents[axis], lane, at);
        return place;
    }

    public static Span<T> Of<T>(Rows<T> rows, int lane, int place, int inner)
        where T : unmanaged => rows.From((long)place * inner).Span(lane, inner);
}
