using DynCompile.CommandLine;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Onnx;
using DynCompile.Passes;
using DynCompile.Regions;
using DynCompile.Runtime;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Benchmarks;

/// <summary>A model on the cpu target with weights and samples, ready to be run in batches.</summary>
internal sealed class Network : IDisposable
{
    private readonly Samples _samples;

    private Network(Compilation compilation, WeightSet weights, Samples samples)
    {
        Compilation = compilation;
        Weights = weights;
        _samples = samples;
        Code = ModelSource.EmitCSharp(compilation);
        Model = InMemoryCompiler.Load(InMemoryCompiler.Compile(Code), weights);
    }

    public static string Root { get; } = FindRoot();

    public Compilation Compilation { get; }
    public WeightSet Weights { get; }
    public CompiledModel Model { get; }

    /// <summary>The emitted class.</summary>
    public string Code { get; }

    public int SampleCount => _samples.Count;

    /// <summary>A text with random weights and inputs.</summary>
    public static Network OfText(string text, int samples = 64)
    {
        Compilation compilation = Compile(new SourceText("benchmark.dnn", text));
        WeightSet weights = WeightSet.Random(ModelWeights.Of(compilation.Bound).Declarations, seed: 1);
        return new Network(compilation, weights, Samples.Random(compilation.Bound, samples, seed: 2));
    }

    /// <summary>A text without its exits, with random weights and inputs.</summary>
    public static Network OfFullPath(string text, int samples = 64)
    {
        Compilation compilation = Compile(new SourceText("benchmark.dnn", text));
        ModelGraph full =
            StaticCounterpart.Of(compilation.Bound, out _) ?? throw new InvalidOperationException("the data decides about the full path");
        WeightSet weights = WeightSet.Random(ModelWeights.Of(compilation.Bound).Declarations, seed: 1);
        return new Network(compilation.With(full), weights, Samples.Random(compilation.Bound, samples, seed: 2));
    }

    /// <summary>A reference network with its weights and inputs, which are repeated if they are too few.</summary>
    public static Network OfReference(string name, int samples = 64)
    {
        Compilation compilation = Compile(
            new SourceText($"{name}.dnn", File.ReadAllText(Path.Combine(Root, "examples", "reference", $"{name}.dnn")))
        );
        string folder = Path.Combine(Root, "tests", "oracles", name);
        WeightSet weights = WeightSet.Load(Path.Combine(folder, "weights.safetensors"), ModelWeights.Of(compilation.Bound).Declarations);
        Samples own = Samples.Read(Path.Combine(folder, "inputs.safetensors"), compilation.Bound);
        return new Network(compilation, weights, own with { Inputs = [.. own.Inputs.Select(i => Repeated(i, samples))], Count = samples });
    }

    private static Tensor Repeated(Tensor rows, int count)
    {
        int own = rows.Shape[0];
        byte[] bytes = [.. Enumerable.Range(0, count).SelectMany(s => rows.Row(s % own).Bytes.ToArray())];
        return new Tensor(rows.Type, rows.Shape.SetItem(0, count), bytes);
    }

    public void Dispose() => Model.Dispose();

    /// <summary>Runs the first samples as one batch.</summary>
    public BatchRunner Runner(int batch) =>
        new(
            Model,
            [
                [.. _samples.Inputs.Select(i => i.Rows(0, batch))],
            ],
            batch
        );

    /// <summary>Runs the first samples as one batch, the first input set for each of them.</summary>
    public BatchRunner Runner(int batch, Func<int, float> first)
    {
        var given = Tensor.FromArray([.. Enumerable.Range(0, batch).Select(first)], batch);
        return new BatchRunner(
            Model,
            [
                [given, .. _samples.Inputs.Skip(1).Select(i => i.Rows(0, batch))],
            ],
            batch
        );
    }

    /// <summary>Runs one sample at a time, any of them.</summary>
    public BatchRunner SingleRunner() =>
        new(Model, [.. Enumerable.Range(0, SampleCount).Select(s => (Tensor[])[.. _samples.Inputs.Select(i => i.Rows(s, 1))])], 1);

    /// <summary>The results of all samples, run in batches.</summary>
    public byte[] Bytes(int batch, int threads = 1)
    {
        var results = Model.Outputs.Select(o => Tensor.Zeros(o.Type, [SampleCount, .. o.Shape])).ToList();
        using ModelSession session = Model.CreateSession(batch, threads);
        int atOnce = Model.HasState ? batch : SampleCount;
        for (int first = 0; first < SampleCount; first += atOnce)
        {
            int count = Math.Min(atOnce, SampleCount - first);
            session.ResetState();
            session.RunBatch([.. _samples.Inputs.Select(i => i.Rows(first, count))], count, [.. results.Select(r => r.Rows(first, count))]);
        }
        return [.. results.SelectMany(r => r.Bytes.ToArray())];
    }

    /// <summary>The same model in ONNX Runtime: a session for each region, our steps between them.</summary>
    public OnnxHost OnOnnxRuntime()
    {
        RegionProgram program = OnnxBackend.Cut(Compilation.Bound);
        string folder = Directory.CreateTempSubdirectory("dyncc-benchmark-").FullName;
        try
        {
            OnnxBackend.Emit(program, Weights).WriteTo(folder);
            return OnnxHost.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The inputs of one sample.</summary>
    public Tensor[] Sample(int index) => [.. _samples.Inputs.Select(i => i.Row(index))];

    private static Compilation Compile(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        return Compilation.Compile(source, CompilationOptions.Default, diagnostics)
            ?? throw new InvalidOperationException(new DiagnosticRenderer().Render(diagnostics));
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DynCompile.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the benchmarks run inside the repository");
    }
}

/// <summary>A session with batches of inputs and room for the results of one.</summary>
internal sealed class BatchRunner : IDisposable
{
    private readonly IReadOnlyList<Tensor[]> _batches;
    private readonly int _size;

    public BatchRunner(CompiledModel model, IReadOnlyList<Tensor[]> batches, int size)
    {
        _batches = batches;
        _size = size;
        Session = model.CreateSession(size);
        Results = [.. model.Outputs.Select(o => Tensor.Zeros(o.Type, [size, .. o.Shape]))];
    }

    public ModelSession Session { get; }
    public Tensor[] Results { get; }

    public void Run() => Run(0);

    public void Run(int batch) => Session.RunBatch(_batches[batch], _size, Results);

    public void Dispose() => Session.Dispose();
}
