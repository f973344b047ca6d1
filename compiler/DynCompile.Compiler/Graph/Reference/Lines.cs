namespace DynCompile.Graph.Reference;

/// <summary>Walks a row-major tensor line by line along one axis, or group by group along several.</summary>
public static class Lines
{
    /// <summary>The element offsets of each line, lines in row-major order of the other axes.</summary>
    public static IEnumerable<int[]> Along(int[] shape, int axis) => Along(shape, [axis < 0 ? axis + shape.Length : axis]);

    /// <summary>
    /// The element offsets of each group that has the other axes in common, in row-major order of those; inside a group in row-major
    /// order too. Without axes every element is its own group.
    /// </summary>
    public static IEnumerable<int[]> Along(int[] shape, IReadOnlyCollection<int> axes)
    {
        int[] strides = ReferenceTensor.Strides(shape);
        int[] along = [.. Enumerable.Range(0, shape.Length).Where(axes.Contains)];
        int[] across = [.. Enumerable.Range(0, shape.Length).Where(a => !axes.Contains(a))];
        int[] steps = Offsets(shape, strides, along);
        foreach (int start in Offsets(shape, strides, across))
            yield return [.. steps.Select(step => start + step)];
    }

    private static int[] Offsets(int[] shape, int[] strides, int[] axes)
    {
        int[] extents = [.. axes.Select(a => shape[a])];
        int[] steps = [.. axes.Select(a => strides[a])];
        return [.. Enumerable.Range(0, ReferenceTensor.CountOf(extents)).Select(i => ReferenceTensor.Offset(i, extents, steps))];
    }
}
