using DynCompile.Graph;
using DynCompile.Onnx;
using DynCompile.Tensors;

namespace DynCompile.Benchmarks.Dense;

/// <summary>Single operators in ONNX Runtime.</summary>
internal static class OnnxRuntimePeers
{
    public const string Name = "ONNX Runtime";

    /// <summary>y = x w for x of [rows, inputs] and w of [inputs, outputs].</summary>
    public static OnnxRuntimePeer<float> Product(float[] x, float[] w, int rows, int inputs, int outputs)
    {
        var graph = new GraphBuilder();
        graph.AddInput("x", TensorType.F32(rows, inputs));
        string product = graph.Add("MatMul", ["x", Constant(graph, w, inputs, outputs)]);
        graph.AddOutput("y", product, TensorType.F32(rows, outputs));
        return new OnnxRuntimePeer<float>(graph, x, [rows, inputs], [rows, outputs]);
    }

    /// <summary>y = relu(conv2d(x, w, bias)) with a 3 x 3 kernel and a border of 1.</summary>
    public static OnnxRuntimePeer<float> Convolution(float[] x, float[] w, float[] bias, int inputs, int outputs, int size)
    {
        var graph = new GraphBuilder();
        graph.AddInput("x", TensorType.F32(1, inputs, size, size));
        string convolved = graph.Add(
            "Conv",
            ["x", Constant(graph, w, outputs, inputs, 3, 3), Constant(graph, bias, outputs)],
            Onnx.Attribute.Of("kernel_shape", 3, 3),
            Onnx.Attribute.Of("pads", 1, 1, 1, 1)
        );
        graph.AddOutput("y", graph.Add("Relu", [convolved]), TensorType.F32(1, outputs, size, size));
        return new OnnxRuntimePeer<float>(graph, x, [1, inputs, size, size], [1, outputs, size, size]);
    }

    /// <summary>y = x w / scale for bytes x around 128 and signed bytes w, rounded to bytes around 128.</summary>
    public static OnnxRuntimePeer<byte> ByteProduct(byte[] x, sbyte[] w, int rows, int inputs, int outputs, float scale)
    {
        var graph = new GraphBuilder();
        graph.AddInput("x", new TensorType(ElementType.U8, [rows, inputs]));
        string one = graph.Scalar(ElementType.F32, 1);
        string middle = graph.Scalar(ElementType.U8, 128);
        string weight = graph.Constant(ElementType.I8, [.. w.Select(v => (double)v)], inputs, outputs);
        string product = graph.Add(
            "QLinearMatMul",
            ["x", graph.Scalar(ElementType.F32, scale), middle, weight, one, graph.Scalar(ElementType.I8, 0), one, middle]
        );
        graph.AddOutput("y", product, new TensorType(ElementType.U8, [rows, outputs]));
        return new OnnxRuntimePeer<byte>(graph, x, [rows, inputs], [rows, outputs]);
    }

    private static string Constant(GraphBuilder graph, float[] values, params int[] shape) =>
        graph.Constant(ElementType.F32, [.. values.Select(v => (double)v)], shape);
}
