using System.Diagnostics;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Regions;
using DynCompile.Runtime;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>What a run gave: the results by name, first axis = sample, and what it took.</summary>
/// <param name="MultiplyAdds">All samples together, on the blocks that each went through.</param>
internal sealed record RunResult(IReadOnlyList<KeyValuePair<string, Tensor>> Outputs, TimeSpan Elapsed, long MultiplyAdds)
{
    public Tensor? this[string name] => Outputs.FirstOrDefault(o => o.Key == name).Value;
}

/// <param name="Sizes">Elastic sizes that are not the largest.</param>
/// <param name="Batch">How many samples run together.</param>
/// <param name="Stream">Whether the samples are successive calls of one session, which keeps state from one to the next.</param>
/// <param name="Threads">How many threads share a batch.</param>
internal sealed record RunOptions(IReadOnlyDictionary<string, long> Sizes, int Batch, bool Stream = false, int Threads = 1)
{
    public const int UsualBatch = 64;
}

/// <summary>Something that runs a compiled model.</summary>
internal abstract class Target
{
    public static IReadOnlyList<string> Names { get; } = ["cpu", "interpreter"];

    public static Target Named(string name) =>
        name switch
        {
            "cpu" => new CpuTarget(),
            "interpreter" => new InterpreterTarget(),
            _ => throw new CommandFailed(ExitCode.WrongUsage, new UnknownTarget(Location.OfFile("--target"), name, [.. Names])),
        };

    /// <summary>Told how many samples are done, while they run; null unless somebody watches.</summary>
    public Action<long>? SamplesDone { get; set; }

    /// <summary>Told each region and each sample that enters it, once for each time; only of a target that runs regions.</summary>
    public Action<int, long>? RegionEntered { get; set; }

    /// <summary>Runs all samples. State starts afresh for each of them, unless they are a stream.</summary>
    public abstract RunResult Run(Compilation compilation, WeightSet weights, Samples samples, RunOptions options);

    protected static CommandFailed Fault(string modelPath, string message) =>
        new(ExitCode.WrongInput, new FaultInModel(Location.OfFile(modelPath), message));
}

/// <summary>The reference: one sample after the other through the graph as it was bound.</summary>
internal sealed class InterpreterTarget : Target
{
    public override RunResult Run(Compilation compilation, WeightSet weights, Samples samples, RunOptions options)
    {
        ModelGraph graph = compilation.Bound;
        long multiplyAdds = 0;
        var interpreter = new Interpreter(compilation.Bound, weights, Precision.Single, options.Sizes)
        {
            Observer = (node, inputs, results) =>
                multiplyAdds += node.Operator.MultiplyAdds([.. inputs.Select(i => i.Type)], [.. results.Select(r => r.Type)]).Value,
        };
        ReferenceTensor[] state = [.. interpreter.InitialState];
        var rows = new List<ReferenceTensor[]>();
        var watch = Stopwatch.StartNew();
        for (int s = 0; s < samples.Count; s++)
        {
            SamplesDone?.Invoke(s);
            try
            {
                ReferenceTensor[] row = interpreter.Run([.. samples.Inputs.Select(i => ReferenceTensor.From(i.Row(s))), .. state]);
                rows.Add(row);
                if (options.Stream)
                    state = row[graph.Results.Length..];
            }
            catch (FaultException e)
            {
                throw Fault(compilation.Source.Path, e.MessageFor(s));
            }
        }
        watch.Stop();
        var outputs = graph.Results.Select(
            (r, i) => KeyValuePair.Create(r.Name, Stack(r.Type, [.. rows.Select(row => row[i].ToTensor())]))
        );
        return new RunResult([.. outputs], watch.Elapsed, multiplyAdds);
    }

    private static Tensor Stack(TensorType type, IReadOnlyList<Tensor> rows)
    {
        Tensor all = Tensor.Zeros(type.Element, [rows.Count, .. type.LargestExtents]);
        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(all.Bytes).Span;
        for (int i = 0; i < rows.Count; i++)
            rows[i].Bytes.Span.CopyTo(bytes[(i * rows[i].Bytes.Length)..]);
        return all;
    }
}

/// <summary>The emitted C#, compiled in memory.</summary>
internal sealed class CpuTarget : Target
{
    public override RunResult Run(Compilation compilation, WeightSet weights, Samples samples, RunOptions options)
    {
        using CompiledModel model = Load(compilation, weights);
        int lanes = options.Stream ? 1 : Math.Max(1, Math.Min(options.Batch, samples.Count));
        using ModelSession watched = Session(model, lanes, threads: 1, options);
        using ModelSession session = Session(model, lanes, options.Threads, options);
        var outputs = model.Outputs.Select(o => KeyValuePair.Create(o.Name, Tensor.Zeros(o.Type, [samples.Count, .. o.Shape]))).ToList();
        long multiplyAdds = Count(compilation, watched, options.Sizes, () => RunBatches(compilation, watched, samples, options, outputs));
        var watch = Stopwatch.StartNew();
        RunBatches(compilation, session, samples, options, outputs);
        watch.Stop();
        return new RunResult(outputs, watch.Elapsed, multiplyAdds);
    }

    private static ModelSession Session(CompiledModel model, int lanes, int threads, RunOptions options)
    {
        ModelSession session = model.CreateSession(lanes, threads);
        foreach ((string name, long value) in options.Sizes)
            session.SetElastic(name, (int)value);
        return session;
    }

    /// <summary>The model's class; what the target cannot do ends the command.</summary>
    public static CompiledModel Load(Compilation compilation, WeightSet weights)
    {
        string code = ModelSource.EmitCSharp(compilation);
        byte[] assembly = BuildCache.GetOrBuild(code, () => InMemoryCompiler.Compile(code));
        return InMemoryCompiler.Load(assembly, weights);
    }

    // The first pass counts and warms up, in a session that is watched; the second is timed.
    private long Count(Compilation compilation, ModelSession session, IReadOnlyDictionary<string, long> sizes, Action run)
    {
        long SetValueOf(SizeSymbol size) => sizes.TryGetValue(size.Name, out long set) ? set : size.Largest;
        long ValueOf(SizeSymbol size) => compilation.Regions.NumberOf(size) is { } given ? session.GivenSize(given) : SetValueOf(size);
        var cost = new RegionCost(compilation.Regions, SetValueOf);
        long total = 0;
        session.RegionEntered = (block, sample) =>
        {
            total += cost.Of(block, ValueOf);
            SamplesDone?.Invoke(sample);
            RegionEntered?.Invoke(block, sample);
        };
        run();
        return total;
    }

    private static void RunBatches(
        Compilation compilation,
        ModelSession session,
        Samples samples,
        RunOptions options,
        List<KeyValuePair<string, Tensor>> outputs
    )
    {
        // State lives in lanes, so that a model which keeps some takes one chunk a call.
        int atOnce = session.Model.HasState ? session.Capacity : Math.Max(1, samples.Count);
        session.ResetState();
        try
        {
            for (int first = 0; first < samples.Count; first += atOnce)
            {
                int count = Math.Min(atOnce, samples.Count - first);
                if (!options.Stream)
                    session.ResetState();
                session.FirstSample = first;
                session.RunBatch(
                    [.. samples.Inputs.Select(i => i.Rows(first, count))],
                    count,
                    [.. outputs.Select(o => o.Value.Rows(first, count))]
                );
            }
        }
        catch (DynRunException e)
        {
            throw Fault(compilation.Source.Path, e.Message);
        }
    }
}
