using System.CommandLine;
using System.Globalization;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Passes;
using DynCompile.Regions;
using DynCompile.Runtime;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc bench MODEL.dnn [-w W.safetensors] [-i IN.safetensors] [--batch 1,32] [--vs-static] [--json F]</c></summary>
internal static class BenchCommand
{
    private const double LongestDuration = 3600;

    private sealed record Options(
        string Model,
        string? Weights,
        SampleChoice Samples,
        string Batch,
        double Duration,
        int Threads,
        string[] Set,
        bool VsStatic,
        string? Json,
        string? Root
    );

    public static Command Create()
    {
        Argument<string> model = CommonOptions.Model();
        Option<string?> weights = CommonOptions.Weights();
        var samples = new SampleOptions();
        var batch = new Option<string>("--batch")
        {
            Description = "The batch sizes, one after the other.",
            HelpName = "N,…",
            DefaultValueFactory = _ => "1,32",
        };
        var duration = new Option<double>("--duration")
        {
            Description =
                "Seconds of timed runs for each batch size, after a fifth of it, at least half a second, to warm up; with --vs-static as long again for the static network.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 5,
        };
        Option<int> threads = CommonOptions.Threads();
        Option<string[]> set = CommonOptions.Set();
        var vsStatic = new Option<bool>("--vs-static")
        {
            Description =
                "Times the same network without exits as well, in turns: every sample takes the full path and no exit's condition is asked.",
        };
        var json = new Option<string?>("--json") { Description = "Where the figures are written.", HelpName = "F" };
        Option<string?> root = CommonOptions.Root();
        var command = new Command(
            "bench",
            "Times a model on the cpu target.\nExample: dyncc bench examples/digits/digits.dnn --batch 1,32 --vs-static"
        )
        {
            model,
            weights,
            batch,
            duration,
            threads,
            set,
            vsStatic,
            json,
            root,
        };
        samples.AddTo(command, behind: weights);
        command.SetAction(p =>
            Run(
                new Options(
                    p.GetRequiredValue(model),
                    p.GetValue(weights),
                    samples.Of(p),
                    p.GetRequiredValue(batch),
                    p.GetValue(duration),
                    p.GetValue(threads),
                    p.GetRequiredValue(set),
                    p.GetValue(vsStatic),
                    p.GetValue(json),
                    p.GetValue(root)
                )
            )
        );
        return command;
    }

    private static int Run(Options options)
    {
        int[] batches = [.. options.Batch.Split(',').Select(BatchSize)];
        if (batches.Distinct().Count() < batches.Length)
            throw CommonOptions.Wrong("--batch", $"a batch size stands in {options.Batch} twice");
        if (options.Duration is not (> 0 and <= LongestDuration))
            throw CommonOptions.Wrong("--duration", $"it is more than 0 and at most {LongestDuration} seconds");
        CommonOptions.CheckThreads(options.Threads);
        options.Samples.Check();

        Compilation compilation = ModelSource.Compile(
            ModelSource.Read(options.Model),
            CompilationOptions.Default with
            {
                Imports = ProjectFolder.Of(options.Model, options.Root),
            }
        );
        Dictionary<string, long> sizes = CommonOptions.Sizes(options.Set, compilation.Bound);
        WeightSet weights = Weights.Find(options.Weights, options.Model, ref compilation, options.Samples.Seed);
        Samples samples = options.Samples.Find(options.Model, compilation.Bound);
        if (samples.Count == 0)
            throw CommonOptions.Wrong(options.Samples.Random is null ? "--inputs" : "--random", "there is no sample to run");

        BenchSubject subject = Count(compilation, weights, samples, options.Threads, new RunOptions(sizes, batches.Max()));
        using CompiledModel model = CpuTarget.Load(compilation, weights);
        using CompiledModel? counterpart = options.VsStatic ? FindCounterpart(compilation, weights, samples, sizes, batches.Max()) : null;
        var benchmark = new Benchmark(model, counterpart, sizes, samples, options.Threads, TimeSpan.FromSeconds(options.Duration));
        var results = new List<BenchResult>();
        foreach (int batch in batches)
        {
            (RunTimes own, RunTimes? full) = benchmark.Run(batch);
            results.Add(new BenchResult(batch, own, full));
        }
        if (options.Json is { } file)
            BenchJson.Write(file, subject, results);
        BenchReport.Show(subject, results);
        return ExitCode.Done;
    }

    private static int BatchSize(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? size
            : throw CommonOptions.Wrong("--batch", $"`{text}` is no batch size; it is 1 or more");

    // Neither exits nor work depend on which samples run together.
    private static BenchSubject Count(Compilation compilation, WeightSet weights, Samples samples, int threads, RunOptions options)
    {
        ModelGraph graph = compilation.Bound;
        RunResult result = new CpuTarget().Run(compilation, weights, samples, options);
        long[] taken = graph.HasExits ? result[ModelGraph.ExitResultName]!.ToLongs() : [];
        IEnumerable<string> names = graph.HasExits ? ExitNumbers.NamesOf(graph) : [];
        return new BenchSubject(
            graph.Name,
            samples.Count,
            threads,
            result.MultiplyAdds / (double)samples.Count,
            new RegionCost(compilation.Regions, s => options.Sizes.TryGetValue(s.Name, out long set) ? set : s.Largest).Full,
            [.. names.Select((name, exit) => (name, taken.Count(t => t == exit)))]
        );
    }

    /// <summary>The model without exits; null, with a note, when it has no static counterpart or that does not run.</summary>
    private static CompiledModel? FindCounterpart(
        Compilation compilation,
        WeightSet weights,
        Samples samples,
        IReadOnlyDictionary<string, long> sizes,
        int batch
    )
    {
        if (StaticCounterpart.Of(compilation.Bound, out Node? dynamic) is not { } graph)
        {
            string place = dynamic!.Origin == Origin.None ? "" : $" at {dynamic.Origin}";
            Terminal.Note($"there is no static network to compare with: the data decides about the {dynamic.Operator.Name}{place}");
            return null;
        }
        CompiledModel model = CpuTarget.Load(compilation.With(graph), weights);
        try
        {
            // A sample that left early may fault where it never was.
            using var runs = new BatchRuns(model, sizes, samples, batch, threads: 1);
            runs.RunAll();
            return model;
        }
        catch (DynRunException e)
        {
            model.Dispose();
            Terminal.Note($"there is no static network to compare with: without exits {e.Message}");
            return null;
        }
    }
}
