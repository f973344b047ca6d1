using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>
/// Inputs of bounded sizes: a file holds them at any extent up to the bound, and the size of each sample in a tensor of the size's name;
/// without one, all samples have the extent of the tensors.
/// </summary>
internal static class BoundedInputs
{
    /// <summary>What the file has to hold, <c>i32[N, T &lt;= 512]</c>.</summary>
    public static string Describe(TensorType declared, int? count)
    {
        IEnumerable<string> sizes = declared.Shape.Select(d => d.IsConstant ? $"{d}" : $"{d} <= {d.Largest}");
        return $"{declared.Element.Name()}[{string.Join(", ", sizes.Prepend(count is { } n ? $"{n}" : "N"))}]";
    }

    /// <summary>Whether a tensor holds samples of the declared type, at the bounds or below.</summary>
    public static bool Fits(Tensor tensor, TensorType declared, int? count) =>
        tensor.Type == declared.Element
        && tensor.Rank == declared.Rank + 1
        && (count is null || tensor.Shape[0] == count)
        && declared
            .Shape.Select((d, axis) => (Size: d, Extent: tensor.Shape[axis + 1]))
            .All(d => d.Size.IsConstant ? d.Extent == d.Size.Value : d.Extent >= 1 && d.Extent <= d.Size.Largest);

    /// <summary>The samples at the bounds, with zeros behind what the tensor holds.</summary>
    public static Tensor FillUp(Tensor tensor, TensorType declared)
    {
        int[] stored = [tensor.Shape[0], .. declared.LargestExtents];
        if (tensor.Shape.AsSpan().SequenceEqual(stored))
            return tensor;
        Tensor filled = Tensor.Zeros(tensor.Type, [.. stored]);
        Span<byte> target = System.Runtime.InteropServices.MemoryMarshal.AsMemory(filled.Bytes).Span;
        int[] extents = [.. tensor.Shape];
        int rowBytes = extents[^1] * tensor.Type.Size();
        var index = new int[extents.Length - 1];
        for (long row = 0, rows = Shapes.ElementCount(extents.AsSpan()[..^1]); row < rows; row++)
        {
            long at = 0;
            for (int axis = 0; axis < index.Length; axis++)
                at = (at + index[axis]) * stored[axis + 1];
            tensor.Bytes.Span.Slice((int)row * rowBytes, rowBytes).CopyTo(target[(int)(at * tensor.Type.Size())..]);
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == extents[axis]; axis--)
                index[axis] = 0;
        }
        return filled;
    }

    /// <summary>The size of each sample: from the tensor of its name, or the extent that all tensors have there.</summary>
    public static Tensor Sizes(SizeSymbol size, ModelGraph graph, IReadOnlyList<Tensor> tensors, int count, NamedTensors file, string path)
    {
        Location place = Location.OfFile(path);
        long extent = size.Largest;
        for (int i = 0; i < tensors.Count; i++)
        {
            for (int axis = 0; axis < graph.Bounds.Inputs[i].Rank; axis++)
            {
                if (graph.Bounds.Inputs[i].Shape[axis] == Size.Of(size))
                    extent = Math.Min(extent, tensors[i].Shape[axis + 1]);
            }
        }
        if (!file.ContainsKey(size.Name))
            return Tensor.FromArray(Enumerable.Repeat((int)extent, count).ToArray(), [count]);
        Tensor given = DataFile.Tensor(file, size.Name, path);
        string expected = $"i32[{count}], each from 1 to {extent}";
        if (given.Type != ElementType.I32 || given.Rank != 1 || given.Shape[0] != count)
            throw new CommandFailed(ExitCode.WrongInput, new WrongInput(place, size.Name, expected, given.ToString()));
        long[] values = given.ToLongs();
        int wrong = Array.FindIndex(values, v => v < 1 || v > extent);
        if (wrong >= 0)
            throw new CommandFailed(ExitCode.WrongInput, new WrongInput(place, size.Name, expected, $"{values[wrong]} for sample {wrong}"));
        return given;
    }
}
