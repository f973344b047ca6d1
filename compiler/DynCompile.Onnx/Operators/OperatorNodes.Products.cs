using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Onnx.Format;
using static DynCompile.Onnx.Format.TensorProto.Types;

namespace DynCompile.Onnx;

/// <summary>Products and windows: ONNX wants an axis of samples in front, which is 1 here.</summary>
internal static partial class OperatorNodes
{
    private static void WriteLinear(NodeWriter n, Linear linear, RegionBuilder region)
    {
        string weight = Weight(n, linear.Sparsity, region);
        bool hasBias = n.InputCount == 3;
        if (n.InType(0).Rank == 2)
        {
            IEnumerable<string> inputs = hasBias ? [n.In(0), weight, n.In(2)] : [n.In(0), weight];
            Finish(n, n.Graph.Add("Gemm", inputs, Attribute.Of("transB", 1)), linear.Relu);
            return;
        }
        if (n.InType(0).Rank == 1)
        {
            string row = n.Add("Unsqueeze", n.In(0), n.Graph.Longs(0));
            IEnumerable<string> inputs = hasBias ? [row, weight, n.In(2)] : [row, weight];
            Finish(n, n.Add("Squeeze", n.Graph.Add("Gemm", inputs, Attribute.Of("transB", 1)), n.Graph.Longs(0)), linear.Relu);
            return;
        }
        string product = n.Add("MatMul", n.In(0), n.Graph.Add("Transpose", [weight], Attribute.Of("perm", 1, 0)));
        Finish(n, hasBias ? n.Add("Add", product, n.In(2)) : product, linear.Relu);
    }

    private static void WriteConv2d(NodeWriter n, Conv2d conv, RegionBuilder region)
    {
        string weight = Weight(n, conv.Sparsity, region);
        string x = n.Add("Unsqueeze", n.In(0), n.Graph.Longs(0));
        IEnumerable<string> inputs = n.InputCount == 3 ? [x, weight, n.In(2)] : [x, weight];
        string y = n.Graph.Add("Conv", inputs, [.. PlacesOf(conv.WindowOf(n.InType(1))), Attribute.Of("group", conv.Groups)]);
        Finish(n, n.Add("Squeeze", y, n.Graph.Longs(0)), conv.Relu);
    }

    private static void Finish(NodeWriter n, string result, bool relu) => n.Out(relu ? n.Add("Relu", result) : result);

    private static string Weight(NodeWriter n, Tensors.Sparsity? sparsity, RegionBuilder region) =>
        sparsity is { } s
            ? region.Pruned(n.Node.Inputs[1], s) ?? throw new InvalidOperationException($"the weight at {n.Node.Origin} is computed")
            : n.In(1);

    private static void WriteLinearI8(NodeWriter n)
    {
        string x = n.InType(0).Rank == 1 ? n.Add("Unsqueeze", n.In(0), n.Graph.Longs(0)) : n.In(0);
        string product = n.Add("MatMulInteger", x, n.Graph.Add("Transpose", [n.In(1)], Attribute.Of("perm", 1, 0)));
        n.Out(n.InType(0).Rank == 1 ? n.Add("Squeeze", product, n.Graph.Longs(0)) : product);
    }

    // Runtimes convolve unsigned integers: x + 128 with a zero point of 128 is x.
    private static void WriteConv2dI8(NodeWriter n)
    {
        Conv2d conv = ((Conv2dI8)n.Node.Operator).InReals;
        string x = n.Scalars.Cast(n.In(0), DataType.Int32);
        string shifted = n.Scalars.Cast(n.Add("Add", x, n.Graph.Scalar(Tensors.ElementType.I32, 128)), DataType.Uint8);
        string samples = n.Add("Unsqueeze", shifted, n.Graph.Longs(0));
        string zero = n.Graph.Scalar(Tensors.ElementType.U8, 128);
        string y = n.Graph.Add(
            "ConvInteger",
            [samples, n.In(1), zero],
            [.. PlacesOf(conv.WindowOf(n.InType(1))), Attribute.Of("group", conv.Groups)]
        );
        n.Out(n.Add("Squeeze", y, n.Graph.Longs(0)));
    }

    private static IEnumerable<AttributeProto> PlacesOf(Window w)
    {
        yield return Attribute.Of("kernel_shape", w.Kernel.Rows, w.Kernel.Columns);
        yield return Attribute.Of("strides", w.Stride.Rows, w.Stride.Columns);
        yield return Attribute.Of("pads", w.Padding.Rows, w.Padding.Columns, w.Padding.Rows, w.Padding.Columns);
        yield return Attribute.Of("dilations", w.Dilation.Rows, w.Dilation.Columns);
    }

    private static void WritePool(NodeWriter n, string op, params IEnumerable<AttributeProto> more)
    {
        string x = n.Add("Unsqueeze", n.In(0), n.Graph.Longs(0));
        // Poolings of the language have no dilation, and those of ONNX take none before opset 19.
        IEnumerable<AttributeProto> places = PlacesOf(((Pooling2d)n.Node.Operator).Window).Where(a => a.Name != "dilations");
        n.Out(n.Add("Squeeze", n.Graph.Add(op, [x], [.. places, .. more]), n.Graph.Longs(0)));
    }

    // y = rows · x · columns: each place is a row of weights over what it covers.
    private static void WriteAdaptivePool(NodeWriter n)
    {
        Pair size = ((AdaptiveAvgPool2d)n.Node.Operator).Size;
        TensorType x = n.InType(0);
        if (size == 1)
        {
            n.Out(n.Graph.Add("ReduceMean", [n.In(0), n.Graph.Longs(1, 2)], Attribute.Of("keepdims", 1)));
            return;
        }
        string rows = n.Graph.Constant(
            Tensors.ElementType.F32,
            Averages(size.Rows, (int)x.Shape[1].Value),
            size.Rows,
            (int)x.Shape[1].Value
        );
        string columns = n.Graph.Constant(
            Tensors.ElementType.F32,
            Averages(size.Columns, (int)x.Shape[2].Value),
            size.Columns,
            (int)x.Shape[2].Value
        );
        string across = n.Graph.Add("Transpose", [columns], Attribute.Of("perm", 1, 0));
        n.Out(n.Add("MatMul", n.Add("MatMul", rows, n.In(0)), across));
    }

    private static double[] Averages(int places, int extent)
    {
        var weights = new double[places * extent];
        for (int place = 0; place < places; place++)
        {
            (int first, int end) = AdaptiveAvgPool2d.Covered(place, extent, places);
            weights.AsSpan(place * extent + first, end - first).Fill(1.0 / (end - first));
        }
        return weights;
    }

    // Resize finds its coordinates in another way; picking rows and columns is exact.
    private static void WriteInterpolate(NodeWriter n)
    {
        var interpolate = (Interpolate)n.Node.Operator;
        string y = n.In(0);
        for (int axis = 2; axis >= 1; axis--)
        {
            (int extent, int places) = ((int)n.InType(0).Shape[axis].Value, (int)n.OutType.Shape[axis].Value);
            var neighbours = Enumerable.Range(0, places).Select(p => interpolate.Neighbours(p, extent, places)).ToList();
            string first = Pick(n, y, axis, neighbours.Select(b => (long)b.First));
            if (interpolate.Mode == InterpolationMode.Nearest)
            {
                y = first;
                continue;
            }
            string second = Pick(n, y, axis, neighbours.Select(b => (long)b.Second));
            int[] shape = axis == 2 ? [places] : [places, 1];
            string near = n.Graph.Constant(Tensors.ElementType.F32, [.. neighbours.Select(b => 1 - b.Weight)], shape);
            string far = n.Graph.Constant(Tensors.ElementType.F32, [.. neighbours.Select(b => b.Weight)], shape);
            y = n.Add("Add", n.Add("Mul", first, near), n.Add("Mul", second, far));
        }
        n.Out(y);
    }

    private static string Pick(NodeWriter n, string x, int axis, IEnumerable<long> indices) =>
        n.Graph.Add("Gather", [x, n.Graph.Longs([.. indices])], Attribute.Of("axis", axis));
}
