using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Backends.CSharp;

/// <summary>The calls that only move elements: copies between strides, and reads and writes at computed indices.</summary>
internal static partial class KernelText
{
    private static void WriteFull(Call c)
    {
        if (c.Text.ScalarConstant(c.Node.Inputs[0]) is { } literal)
            c.Line("Fill", ScalarText.Literal(literal), c.Out(), Count(c.OutType));
        else
            c.Copy(c.In(0), c.Out(), [c.OutType.Count], [Size.Zero], Size.Zero, [Size.One], Size.Zero);
    }

    private static void WriteConcat(Call c)
    {
        int axis = Normal(((Concat)c.Node.Operator).Axis, c.OutType);
        Size[] to = StrideSizes(c.OutType);
        Size start = Size.Zero;
        for (int i = 0; i < c.Node.Inputs.Length; i++)
        {
            TensorType x = c.InType(i);
            c.Copy(c.In(i), c.Out(), x.Shape, StrideSizes(x), Size.Zero, to, start * to[axis]);
            start += x.Shape[axis];
        }
    }

    private static void WritePermute(Call c)
    {
        TensorType x = c.InType(0);
        Size[] from = StrideSizes(x);
        IEnumerable<Size> permuted = ((Permute)c.Node.Operator).Axes.Select(a => from[Normal(a, x)]);
        c.Copy(c.In(0), c.Out(), c.OutType.Shape, permuted, Size.Zero, StrideSizes(c.OutType), Size.Zero);
    }

    private static void WriteSlice(Call c)
    {
        var slice = (Slice)c.Node.Operator;
        TensorType x = c.InType(0);
        Size[] from = StrideSizes(x);
        Size start = slice.Start * from[Normal(slice.Axis, x)];
        c.Copy(c.In(0), c.Out(), c.OutType.Shape, from, start, StrideSizes(c.OutType), Size.Zero);
    }

    private static void WriteSliceAt(Call c)
    {
        var slice = (SliceAt)c.Node.Operator;
        (string outer, string along, string inner) = Around(c.InType(0), slice.Axis);
        c.Line("SliceRead", c.In(0), c.In(1), c.Out(), outer, along, inner, SizeText.Of(slice.Length), c.Place);
    }

    private static void WritePad(Call c)
    {
        var pad = (Pad)c.Node.Operator;
        TensorType x = c.InType(0);
        Size[] to = StrideSizes(c.OutType);
        Size corner = Enumerable.Range(0, x.Rank).Aggregate(Size.Zero, (sum, axis) => sum + pad.Before(x.Rank, axis) * to[axis]);
        c.Line("Fill", ScalarText.Literal(new Scalar.Literal(pad.Value, x.Element)), c.Out(), Count(c.OutType));
        c.Copy(c.In(0), c.Out(), x.Shape, StrideSizes(x), Size.Zero, to, corner);
    }

    // [a, b] tiled by [2, 3] ==> copy of [2, a, 3, b] that stands still along the repeats
    private static void WriteTile(Call c)
    {
        var tile = (Tile)c.Node.Operator;
        TensorType x = c.InType(0);
        TensorType y = c.OutType;
        Size[] from = StrideSizes(x);
        Size[] to = StrideSizes(y);
        var extents = new List<Size>();
        var source = new List<Size>();
        var target = new List<Size>();
        for (int axis = 0; axis < y.Rank; axis++)
        {
            int own = axis - (y.Rank - x.Rank);
            int at = axis - (y.Rank - tile.Repeats.Length);
            Size extent = own >= 0 ? x.Shape[own] : Size.One;
            int repeats = at >= 0 ? tile.Repeats[at] : 1;
            extents.AddRange([repeats, extent]);
            source.AddRange([Size.Zero, own >= 0 ? from[own] : Size.Zero]);
            target.AddRange([extent * to[axis], to[axis]]);
        }
        c.Copy(c.In(0), c.Out(), extents, source, Size.Zero, target, Size.Zero);
    }

    private static void WriteIndex(Call c)
    {
        int count = c.Node.Inputs.Length - 1;
        TensorType x = c.InType(0);
        IEnumerable<string> indices = Apart(Enumerable.Range(1, count).Select(c.In));
        IEnumerable<string> extents = Apart(Enumerable.Range(0, count).Select(a => Extent(x, a)));
        c.Line("ElementRead", [c.In(0), .. indices, c.Out(), .. extents, Count(c.OutType), c.Place]);
    }

    private static void WriteUpdate(Call c)
    {
        int count = c.Node.Inputs.Length - 2;
        TensorType x = c.InType(0);
        if (c.In(0) != c.Out())
            c.Line("Copy", c.In(0), c.Out(), Count(x));
        IEnumerable<string> indices = Apart(Enumerable.Range(2, count).Select(c.In));
        IEnumerable<string> extents = Apart(Enumerable.Range(0, count).Select(a => Extent(x, a)));
        c.Line("ElementUpdate", [.. indices, c.In(1), c.Out(), .. extents, Count(c.InType(1)), c.Place]);
    }

    /// <summary>Up to three indices or extents are parameters of their own, more are a list.</summary>
    private static IEnumerable<string> Apart(IEnumerable<string> each)
    {
        string[] all = [.. each];
        return all.Length <= 3 ? all : [$"[{string.Join(", ", all)}]"];
    }

    private static void WriteIndexSelect(Call c)
    {
        (string outer, string along, string inner) = Around(c.InType(0), ((IndexSelect)c.Node.Operator).Axis);
        c.Line("IndexSelect", c.In(0), c.In(1), c.Out(), outer, along, inner, Count(c.InType(1)), c.Place);
    }

    private static void WriteGather(Call c)
    {
        TensorType x = c.InType(0);
        c.Line(
            "Gather",
            c.In(0),
            c.In(1),
            c.Out(),
            Extents(x),
            Extents(c.InType(1)),
            $"{Normal(((Gather)c.Node.Operator).Axis, x)}",
            c.Place
        );
    }

    private static void WriteScatter(Call c)
    {
        TensorType x = c.InType(0);
        c.Line(
            "Scatter",
            c.In(0),
            c.In(1),
            c.In(2),
            c.Out(),
            Extents(x),
            Extents(c.InType(1)),
            $"{Normal(((Scatter)c.Node.Operator).Axis, x)}",
            c.InType(2).IsScalar ? $"{c.Place}, isScalar: true" : c.Place
        );
    }
}
