namespace DynCompile.Graph.Reference;

/// <summary>Walks a row-major tensor line by line along one axis.</summary>
public static class Lines
{
    /// <summary>The element offsets of each line, lines in row-major order of the other axes.</summary>
    public static IEnumerable<int[]> Along(int[] shape, int axis)
    {
        if (axis < 0)
            axis += shape.Length;
        int inner = shape.Skip(axis + 1).Aggregate(1, (n, d) => n * d);
        int outer = shape.Take(axis).Aggregate(1, (n, d) => n * d);
        for (int o = 0; o < outer; o++)
        for (int i = 0; i < inner; i++)
            yield return [.. Enumerable.Range(0, shape[axis]).Select(k => (o * shape[axis] + k) * inner + i)];
    }
}
