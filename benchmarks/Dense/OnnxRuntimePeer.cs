using DynCompile.Onnx;
using DynCompile.Onnx.Format;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace DynCompile.Benchmarks.Dense;

/// <summary>A graph in ONNX Runtime the way that it is fastest: one thread, weights as constants, input and result bound once.</summary>
/// <typeparam name="T">The elements of input and result.</typeparam>
internal sealed class OnnxRuntimePeer<T> : IDisposable
    where T : unmanaged
{
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

    public OnnxRuntimePeer(GraphBuilder graph, T[] x, int[] inputShape, int[] resultShape)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = OnnxBackend.Opset } },
        };
        _session = new InferenceSession(model.ToByteArray(), _options);
        Result = new T[resultShape.Aggregate(1, (n, d) => n * d)];
        _x = OrtValue.CreateTensorValueFromMemory(x, [.. inputShape.Select(d => (long)d)]);
        _y = OrtValue.CreateTensorValueFromMemory(Result, [.. resultShape.Select(d => (long)d)]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput("x", _x);
        _binding.BindOutput("y", _y);
    }

    public T[] Result { get; }

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
}
