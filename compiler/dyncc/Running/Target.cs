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

    public abstract RunResult Run(
        Compilation compilation,
        WeightSet weights,
        Samples samples,
        IReadOnlyDictionary<string, long> sizes,
        int batch
    );

    protected static CommandFailed Fault(string modelPath, string message) =>
        new(ExitCode.WrongInput, new FaultInModel(Location.OfFile(modelPath), message));
}

/// <summary>The reference: one sample after the other through the graph as it was bound.</summary>
internal sealed class InterpreterTarget : Target
{
    public override RunResult Run(
        Compilation compilation,
        WeightSet weights,
        Samples samples,
        IReadOnlyDictionary<string, long> sizes,
        int batch
    )
    {
        Function main = compilation.Bound.Main;
        long multiplyAdds = 0;
        var interpreter = new Interpreter(compilation.Bound, weights, Precision.Single, sizes)
        {
            Observer = (node, inputs, results) =>
                multiplyAdds += node.Operator.MultiplyAdds([.. inputs.Select(i => i.Type)], [.. results.Select(r => r.Type)]).Value,
        };
        var rows = new List<ReferenceTensor[]>();
        var watch = Stopwatch.StartNew();
        for (int s = 0; s < samples.Count; s++)
        {
            SamplesDone?.Invoke(s);
            try
            {
                rows.Add(interpreter.Run([.. samples.Inputs.Select(i => ReferenceTensor.From(i.Row(s)))]));
            }
            catch (FaultException e)
            {
                throw Fault(compilation.Source.Path, $"sample {s}, {e.Message}");
            }
        }
        watch.Stop();
        var outputs = main.Results.Select((r, i) => KeyValuePair.Create(r.Name, Stack(r.Type, [.. rows.Select(row => row[i].ToTensor())])));
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
    public override RunResult Run(
        Compilation compilation,
        WeightSet weights,
        Samples samples,
        IReadOnlyDictionary<string, long> sizes,
        int batch
    )
    {
        string code = ModelSource.EmitCSharp(compilation);
        byte[] assembly = BuildCache.GetOrBuild(code, () => InMemoryCompiler.Compile(code));
        using CompiledModel model = InMemoryCompiler.Load(assembly, weights);
        using ModelSession session = model.CreateSession(Math.Max(1, Math.Min(batch, Math.Max(samples.Count, 1))));
        foreach ((string name, long value) in sizes)
            session.SetElastic(name, (int)value);
        var outputs = model.Outputs.Select(o => KeyValuePair.Create(o.Name, Tensor.Zeros(o.Type, [samples.Count, .. o.Shape]))).ToList();
        long multiplyAdds = Count(compilation, session, sizes, () => RunBatches(compilation, session, samples, batch, outputs));
        var watch = Stopwatch.StartNew();
        RunBatches(compilation, session, samples, batch, outputs);
        watch.Stop();
        return new RunResult(outputs, watch.Elapsed, multiplyAdds);
    }

    // The first pass counts and warms up; the second is timed without an observer.
    private long Count(Compilation compilation, ModelSession session, IReadOnlyDictionary<string, long> sizes, Action run)
    {
        var cost = new RegionCost(compilation.Regions, s => sizes.TryGetValue(s.Name, out long v) ? v : s.Largest);
        long total = 0;
        session.RegionEntered = (block, sample) =>
        {
            total += cost.Blocks[block];
            SamplesDone?.Invoke(sample);
        };
        run();
        session.RegionEntered = null;
        return total;
    }

    private static void RunBatches(
        Compilation compilation,
        ModelSession session,
        Samples samples,
        int batch,
        List<KeyValuePair<string, Tensor>> outputs
    )
    {
        try
        {
            session.RunBatch(samples.Inputs, samples.Count, [.. outputs.Select(o => o.Value)]);
        }
        catch (DynRunException e)
        {
            throw Fault(compilation.Source.Path, e.Message);
        }
    }
}
