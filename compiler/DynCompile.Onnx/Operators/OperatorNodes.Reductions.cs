using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using static DynCompile.Onnx.Format.TensorProto.Types;

namespace DynCompile.Onnx;

/// <summary>Reductions and orders along axes.</summary>
internal static partial class OperatorNodes
{
    private static void WriteReduction(NodeWriter n, string op)
    {
        var reduction = (Reduction)n.Node.Operator;
        ElementType result = n.OutType.Element;
        if (reduction is Prod && result.IsInteger())
        {
            WriteIntegerProduct(n, reduction);
            return;
        }
        // Bools are folded as 0 and 1. Sums of i32 wrap when they are cut down from i64; runtimes may saturate.
        ElementType folded =
            result == ElementType.Bool ? ElementType.I32
            : reduction is Sum && result == ElementType.I32 ? ElementType.I64
            : result;
        string x = n.InType(0).Element == folded ? n.In(0) : n.Scalars.Cast(n.In(0), GraphBuilder.TypeOf(folded));
        int[] axes = [.. reduction.NormalAxes(n.InType(0).Rank)];
        if (axes.Length > 0)
        {
            string along = n.Graph.Longs([.. axes.Select(a => (long)a)]);
            x =
                reduction.Identity is { } identity && axes.Any(a => n.InType(0).Shape[a].Smallest < 1)
                    ? FoldWith(n, x, folded, reduction, identity, op, axes)
                    : n.Graph.Add(op, [x, along], Attribute.Of("keepdims", reduction.Keep ? 1 : 0));
        }
        n.Out(folded == result ? x : n.Scalars.Cast(x, GraphBuilder.TypeOf(result)));
    }

    // Runtimes multiply integers as floats, which do not wrap: one half by the other half until one is left.
    private static void WriteIntegerProduct(NodeWriter n, Reduction reduction)
    {
        string x = n.In(0);
        Size[] shape = [.. n.InType(0).Shape];
        foreach (int axis in reduction.NormalAxes(shape.Length))
        {
            string along = n.Graph.Longs(axis);
            int count = 1;
            while (count < shape[axis].Largest)
                count *= 2;
            Size[] ones = [.. shape];
            ones[axis] = count - shape[axis];
            string border = n.Add("Expand", n.Graph.Scalar(n.OutType.Element, 1), n.Graph.Of(ones));
            x = n.Graph.Add("Concat", [x, border], Attribute.Of("axis", axis));
            for (; count > 1; count /= 2)
            {
                string front = n.Add("Slice", x, n.Graph.Longs(0), n.Graph.Longs(count / 2), along);
                string back = n.Add("Slice", x, n.Graph.Longs(count / 2), n.Graph.Longs(count), along);
                x = n.Add("Mul", front, back);
            }
            shape[axis] = Size.One;
        }
        n.Out(n.Reshape(x, n.OutType.Shape));
    }

    // Not every runtime folds nothing to the identity: it is put beside the elements. The mean of nothing is NaN.
    private static string FoldWith(NodeWriter n, string x, ElementType folded, Reduction reduction, double identity, string op, int[] axes)
    {
        TensorType type = n.InType(0);
        string fold = op == "ReduceMean" ? "ReduceSum" : op;
        foreach (int axis in axes)
        {
            IEnumerable<Size> shape = type.Shape.Select(
                (d, a) => a == axis || (Array.IndexOf(axes, a) is >= 0 and var at && at < Array.IndexOf(axes, axis)) ? Size.One : d
            );
            string border = n.Add("Expand", n.Graph.Scalar(folded, identity), n.Graph.Of(shape));
            string with = n.Graph.Add("Concat", [x, border], Attribute.Of("axis", axis));
            x = n.Graph.Add(fold, [with, n.Graph.Longs(axis)], Attribute.Of("keepdims", 1));
        }
        if (reduction.IsAverage)
        {
            Size count = axes.Aggregate(Size.One, (c, a) => c * type.Shape[a]);
            x = n.Add("Div", x, n.Scalars.Cast(n.Graph.Of(count), DataType.Float));
        }
        return n.Reshape(x, n.OutType.Shape);
    }

    private static void WriteIndexReduction(NodeWriter n, string op)
    {
        var reduction = (IndexReduction)n.Node.Operator;
        string x = reduction.Axis is null ? n.Add("Reshape", n.In(0), n.Graph.Longs(-1)) : n.In(0);
        string index = n.Graph.Add(op, [x], Attribute.Of("axis", reduction.Axis ?? 0), Attribute.Of("keepdims", 0));
        n.Out(n.Reshape(n.Scalars.Cast(index, DataType.Int32), n.OutType.Shape));
    }

    private static void WriteTopK(NodeWriter n)
    {
        var top = (TopK)n.Node.Operator;
        WriteOrder(n, n.Graph.Of(top.K), top.Axis, descending: true);
    }

    private static void WriteSort(NodeWriter n)
    {
        var sort = (Sort)n.Node.Operator;
        WriteOrder(n, n.Graph.Of(n.InType(0).Shape[n.Axis(sort.Axis)]), sort.Axis, sort.Descending);
    }

    // Of equal elements ONNX takes the lowest index first, as the language does.
    private static void WriteOrder(NodeWriter n, string count, int axis, bool descending)
    {
        string[] ordered = n.Graph.AddMany(
            "TopK",
            2,
            [n.In(0), count],
            Attribute.Of("axis", axis),
            Attribute.Of("largest", descending ? 1 : 0),
            Attribute.Of("sorted", 1)
        );
        n.Out(ordered[0]);
        n.Out(n.Scalars.Cast(ordered[1], DataType.Int32), 1);
    }
}
