using DynCompile.Graph;
using DynCompile.Onnx;
using DynCompile.Onnx.Format;
using DynCompile.Tensors;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace DynCompile.Benchmarks.Dense;

/// <summary>A graph in ONNX Runtime the way that it is fastest: one thread, weights as constants, input and result bound once.</summary>
internal sealed class OnnxRuntimePeer : IDisposable
{
    public const string Name = "ONNX Runtime";

    private readonly SessionOptions _options = new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };

    private readonly RunOptions _run = new();
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _x;
    private readonly OrtValue _y;

    private OnnxRuntimePeer(GraphBuilder graph, float[] x, int[] inputShape, int[] resultShape)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = OnnxBackend.Opset } },
        };
        _session = new InferenceSession(model.ToByteArray(), _options);
        Result = new float[resultShape.Aggregate(1, (n, d) => n * d)];
        _x = OrtValue.CreateTensorValueFromMemory(x, [.. inputShape.Select(d => (long)d)]);
        _y = OrtValue.CreateTensorValueFromMemory(Result, [.. resultShape.Select(d => (long)d)]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput("x", _x);
        _binding.BindOutput("y", _y);
    }

    public float[] Result { get; }

    /// <summary>y = x w for x of [rows, inputs] and w of [inputs, outputs].</summary>
    public static OnnxRuntimePeer Product(float[] x, float[] w, int rows, int inputs, int outputs)
    {
        var graph = new GraphBuilder();
        graph.AddInput("x", TensorType.F32(rows, inputs));
        string product = graph.Add("MatMul", ["x", Constant(graph, w, inputs, outputs)]);
        graph.AddOutput("y", product, TensorType.F32(rows, outputs));
        return new OnnxRuntimePeer(graph, x, [rows, inputs], [rows, outputs]);
    }

    /// <summary>y = relu(conv2d(x, w, bias)) with a 3 x 3 kernel and a border of 1.</summary>
    public static OnnxRuntimePeer Convolution(float[] x, float[] w, float[] bias, int inputs, int outputs, int size)
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
        return new OnnxRuntimePeer(graph, x, [1, inputs, size, size], [1, outputs, size, size]);
    }

    public void Run() => _session.RunWithBinding(_run, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _x.Dispose();
        _y.Dispose();
        _session.Dispose();
        _run.Dispose();
        _options.Dispose();
    }

    private static string Constant(GraphBuilder graph, float[] values, params int[] shape) =>
        graph.Constant(ElementType.F32, [.. values.Select(v => (double)v)], shape);
}
