namespace DynCompile.Graph.Reference;

/// <summary>The order of elements in sort, topk and argmax: NaN counts as largest and equals itself, both zeros are equal.</summary>
public static class ScalarOrder
{
    public static int Compare(ScalarValue a, ScalarValue b, bool isFloat)
    {
        if (!isFloat)
            return a.Integer.CompareTo(b.Integer);
        // .NET orders NaN below all numbers.
        return double.IsNaN(a.Real) || double.IsNaN(b.Real)
            ? double.IsNaN(a.Real).CompareTo(double.IsNaN(b.Real))
            : a.Real.CompareTo(b.Real);
    }

    /// <summary>The offsets of a line by their elements, the lowest offset first among equals.</summary>
    public static int[] Sort(ReferenceTensor x, int[] line, bool descending)
    {
        var ascending = Comparer<int>.Create((a, b) => Compare(x.Scalar(a), x.Scalar(b), x.IsFloat));
        return [.. descending ? line.OrderByDescending(i => i, ascending) : line.OrderBy(i => i, ascending)];
    }
}
