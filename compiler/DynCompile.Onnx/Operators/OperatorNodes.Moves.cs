using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using static DynCompile.Onnx.Format.TensorProto.Types;

namespace DynCompile.Onnx;

/// <summary>What only moves elements: shapes, slices, reads and writes at indices.</summary>
internal static partial class OperatorNodes
{
    private static void WritePermute(NodeWriter n) =>
        n.Out(n.Graph.Add("Transpose", [n.In(0)], Attribute.Of("perm", ((Permute)n.Node.Operator).Axes.Select(a => (long)n.Axis(a)))));

    private static void WriteSlice(NodeWriter n)
    {
        var slice = (Slice)n.Node.Operator;
        string axis = n.Graph.Longs(n.Axis(slice.Axis));
        n.Out(n.Add("Slice", n.In(0), n.Graph.Of(slice.Start), n.Graph.Of(slice.Start + slice.Length), axis));
    }

    private static void WriteSliceAt(NodeWriter n)
    {
        var slice = (SliceAt)n.Node.Operator;
        int axis = n.Axis(slice.Axis);
        string start = n.Reshape(n.CheckedIndex(1, n.InType(0).Shape[axis] - slice.Length + 1), [1]);
        n.Out(n.Add("Slice", n.In(0), start, n.Add("Add", start, n.Graph.Of(slice.Length)), n.Graph.Longs(axis)));
    }

    private static void WritePad(NodeWriter n)
    {
        var pad = (Pad)n.Node.Operator;
        int rank = n.InType(0).Rank;
        IEnumerable<long> before = Enumerable.Range(0, rank).Select(axis => (long)pad.Before(rank, axis));
        IEnumerable<long> after = Enumerable.Range(0, rank).Select(axis => (long)pad.After(rank, axis));
        n.Out(
            Widened(
                n,
                n.In(0),
                n.OutType.Element,
                (x, element) => n.Add("Pad", x, n.Graph.Longs([.. before, .. after]), n.Graph.Scalar(element, pad.Value))
            )
        );
    }

    // Runtimes do not have all of their moves in half precisions; f32 holds each of their numbers.
    private static string Widened(NodeWriter n, string x, ElementType element, Func<string, ElementType, string> move) =>
        element is ElementType.F16 or ElementType.BF16
            ? n.Scalars.Cast(move(n.Scalars.Cast(x, DataType.Float), ElementType.F32), GraphBuilder.TypeOf(element))
            : move(x, element);

    private static void WriteTile(NodeWriter n)
    {
        var tile = (Tile)n.Node.Operator;
        TensorType x = n.InType(0);
        int rank = n.OutType.Rank;
        string value = x.Rank < rank ? n.Reshape(n.In(0), [.. Enumerable.Repeat(Size.One, rank - x.Rank), .. x.Shape]) : n.In(0);
        IEnumerable<long> repeats = Enumerable.Repeat(1L, rank - tile.Repeats.Length).Concat(tile.Repeats.Select(r => (long)r));
        n.Out(Widened(n, value, x.Element, (v, _) => n.Add("Tile", v, n.Graph.Longs([.. repeats]))));
    }

    private static void WriteIndex(NodeWriter n)
    {
        int count = n.InputCount - 1;
        n.Out(count == 0 ? n.In(0) : n.Add("GatherND", n.In(0), IndicesOf(n, 1, count)));
    }

    private static void WriteUpdate(NodeWriter n)
    {
        int count = n.InputCount - 2;
        n.Out(count == 0 ? n.In(1) : n.Add("ScatterND", n.In(0), IndicesOf(n, 2, count), n.In(1)));
    }

    // Indices of the leading axes as one vector.
    private static string IndicesOf(NodeWriter n, int first, int count)
    {
        IEnumerable<string> indices = Enumerable
            .Range(0, count)
            .Select(i => n.Reshape(n.CheckedIndex(first + i, n.InType(0).Shape[i]), [1]));
        return n.Graph.Add("Concat", indices.ToList(), Attribute.Of("axis", 0));
    }

    private static void WriteGather(NodeWriter n, string op, int axis)
    {
        string index = n.CheckedIndex(1, n.InType(0).Shape[n.Axis(axis)]);
        n.Out(n.Graph.Add(op, [n.In(0), index], Attribute.Of("axis", axis)));
    }

    private static void WriteScatter(NodeWriter n)
    {
        int axis = ((Scatter)n.Node.Operator).Axis;
        string index = n.CheckedIndex(1, n.InType(0).Shape[n.Axis(axis)]);
        bool isOne = n.InType(2).IsScalar && n.InType(1).Rank > 0;
        string source = isOne ? n.Add("Expand", n.In(2), n.Graph.Of(n.InType(1).Shape)) : n.In(2);
        n.Out(n.Graph.Add("ScatterElements", [n.In(0), index, source], Attribute.Of("axis", axis)));
    }

    // OneHot comes in few combinations of types; comparing with 0, 1, 2, … in all.
    private static void WriteOneHot(NodeWriter n)
    {
        Size count = ((OneHot)n.Node.Operator).Count;
        string index = n.Scalars.Cast(n.CheckedIndex(0, count), DataType.Int32);
        string each = n.Add("Unsqueeze", index, n.Graph.Longs(-1));
        n.Out(n.Scalars.Cast(n.Add("Equal", each, WriteRange(n, count)), DataType.Int32));
    }
}
