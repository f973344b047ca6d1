using DynCompile.Tensors;

namespace DynCompile.Graph.Reference;

/// <summary>The weights of a model as the interpreter reads them: converted once, cut to the prefixes that elastic sizes ask for.</summary>
internal sealed class ReferenceWeights(WeightSet stored)
{
    private readonly Dictionary<string, ReferenceTensor> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReferenceTensor> _lastPrefix = new(StringComparer.Ordinal);

    /// <summary>The part of a weight that starts at 0 along every axis and has the given shape.</summary>
    public ReferenceTensor Read(string path, int[] shape)
    {
        if (!_whole.TryGetValue(path, out ReferenceTensor? whole))
        {
            whole = ReferenceTensor.From(stored[path]);
            _whole.Add(path, whole);
        }
        if (whole.Shape.AsSpan().SequenceEqual(shape))
            return whole;
        if (_lastPrefix.TryGetValue(path, out ReferenceTensor? last) && last.Shape.AsSpan().SequenceEqual(shape))
            return last;
        ReferenceTensor prefix = Prefix(path, whole, shape);
        _lastPrefix[path] = prefix;
        return prefix;
    }

    private static ReferenceTensor Prefix(string path, ReferenceTensor whole, int[] shape)
    {
        if (whole.Rank != shape.Length || whole.Shape.Where((extent, axis) => shape[axis] > extent).Any())
            throw new InvalidOperationException($"{path} is stored as {whole.Type}, too small for [{string.Join(", ", shape)}]");
        int[] strides = ReferenceTensor.Strides(whole.Shape);
        return whole.Pick(shape, i => ReferenceTensor.Offset(i, shape, strides));
    }
}
