using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using DynCompile.Text;
using Index = DynCompile.Graph.Operators.Index;

namespace DynCompile.Onnx;

/// <summary>Which ONNX nodes each operator becomes. Composites are gone by then; elementwise operators follow from their scalar body.</summary>
internal static partial class OperatorNodes
{
    private static readonly Dictionary<Type, Action<NodeWriter>> Writers = new()
    {
        [typeof(Matmul)] = n => n.Out(n.Add("MatMul", n.In(0), n.In(1))),
        [typeof(LinearI8)] = WriteLinearI8,
        [typeof(Conv2dI8)] = WriteConv2dI8,
        [typeof(MaxPool2d)] = n => WritePool(n, "MaxPool"),
        [typeof(AvgPool2d)] = n => WritePool(n, "AveragePool", Attribute.Of("count_include_pad", 1)),
        [typeof(AdaptiveAvgPool2d)] = WriteAdaptivePool,
        [typeof(Interpolate)] = WriteInterpolate,
        [typeof(Softmax)] = n => n.Out(n.Graph.Add("Softmax", [n.In(0)], Attribute.Of("axis", ((Softmax)n.Node.Operator).Axis))),
        [typeof(CumSum)] = n => n.Out(n.Add("CumSum", n.In(0), n.Graph.Long(n.Axis(((CumSum)n.Node.Operator).Axis)))),
        [typeof(Sum)] = n => WriteReduction(n, "ReduceSum"),
        [typeof(Mean)] = n => WriteReduction(n, "ReduceMean"),
        [typeof(Max)] = n => WriteReduction(n, "ReduceMax"),
        [typeof(Min)] = n => WriteReduction(n, "ReduceMin"),
        [typeof(Prod)] = n => WriteReduction(n, "ReduceProd"),
        [typeof(Any)] = n => WriteReduction(n, "ReduceMax"),
        [typeof(All)] = n => WriteReduction(n, "ReduceMin"),
        [typeof(ArgMax)] = n => WriteIndexReduction(n, "ArgMax"),
        [typeof(ArgMin)] = n => WriteIndexReduction(n, "ArgMin"),
        [typeof(TopK)] = WriteTopK,
        [typeof(Sort)] = WriteSort,
        [typeof(Concat)] = n =>
            n.Out(
                n.Graph.Add("Concat", Enumerable.Range(0, n.InputCount).Select(n.In), Attribute.Of("axis", ((Concat)n.Node.Operator).Axis))
            ),
        [typeof(Permute)] = WritePermute,
        [typeof(Reshape)] = n => n.Out(n.Reshape(n.In(0), n.OutType.Shape)),
        [typeof(Slice)] = WriteSlice,
        [typeof(SliceAt)] = WriteSliceAt,
        [typeof(Pad)] = WritePad,
        [typeof(Tile)] = WriteTile,
        [typeof(Index)] = WriteIndex,
        [typeof(Update)] = WriteUpdate,
        [typeof(Embedding)] = n =>
            n.Out(n.Graph.Add("Gather", [n.In(1), n.CheckedIndex(0, n.InType(1).Shape[0])], Attribute.Of("axis", 0))),
        [typeof(IndexSelect)] = n => WriteGather(n, "Gather", ((IndexSelect)n.Node.Operator).Axis),
        [typeof(Gather)] = n => WriteGather(n, "GatherElements", ((Gather)n.Node.Operator).Axis),
        [typeof(Scatter)] = WriteScatter,
        [typeof(OneHot)] = WriteOneHot,
        [typeof(Arange)] = n => n.Out(WriteRange(n, n.OutType.Shape[0])),
        [typeof(Full)] = n => n.Out(n.Add("Expand", n.In(0), n.Graph.Of(n.OutType.Shape))),
        [typeof(Constant)] = WriteConstant,
        [typeof(SizeValue)] = n => n.Out(WriteSize(n, ((SizeValue)n.Node.Operator).Value)),
    };

    /// <summary>Whether an operator without parts has ONNX nodes.</summary>
    public static bool Has(Operator op) => op is Elementwise or ControlOperator or Linear or Conv2d || Writers.ContainsKey(op.GetType());

    public static void Write(NodeWriter node, RegionBuilder region)
    {
        switch (node.Node.Operator)
        {
            case Elementwise elementwise:
                WriteElementwise(node, elementwise);
                break;
            case Linear linear:
                WriteLinear(node, linear, region);
                break;
            case Conv2d conv:
                WriteConv2d(node, conv, region);
                break;
            case { } op:
                Writers[op.GetType()](node);
                break;
        }
    }

    private static void WriteElementwise(NodeWriter n, Elementwise elementwise)
    {
        EquatableArray<TensorType> types = [.. Enumerable.Range(0, n.InputCount).Select(n.InType)];
        Scalar body = elementwise.Body(types);
        string result = n.Scalars.Write(body, [.. Enumerable.Range(0, n.InputCount).Select(n.In)]);
        // What the body does not read still counts for the shape.
        bool reads = types.Select((t, i) => t.IsScalar || Reads(body, i)).All(read => read);
        n.Out(reads ? result : n.Add("Expand", result, n.Graph.Of(n.OutType.Shape)));
    }

    private static bool Reads(Scalar scalar, int argument) =>
        scalar switch
        {
            Scalar.Argument read => read.Index == argument,
            Scalar.Apply apply => apply.Arguments.Any(a => Reads(a, argument)),
            _ => false,
        };

    private static void WriteConstant(NodeWriter n)
    {
        var constant = (Constant)n.Node.Operator;
        n.Out(n.Graph.Constant(constant.Type.Element, [.. constant.Values], constant.Type.LargestExtents));
    }

    private static string WriteSize(NodeWriter n, Size size) =>
        n.Scalars.Cast(n.Reshape(n.Graph.Of(size), []), Format.TensorProto.Types.DataType.Int32);

    private static string WriteRange(NodeWriter n, Size count) =>
        n.Add("Range", n.Graph.Scalar(ElementType.I32, 0), WriteSize(n, count), n.Graph.Scalar(ElementType.I32, 1));
}
