using System.CommandLine;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc run MODEL.dnn -w W.safetensors -i IN.safetensors</c></summary>
internal static class RunCommand
{
    private sealed record Options(
        string Model,
        string? Weights,
        SampleChoice Samples,
        string? Output,
        string Target,
        string[] Set,
        long? Budget,
        int Batch,
        int Threads,
        bool Stream,
        string? Labels,
        string? Expect,
        double Atol,
        double Rtol,
        int Draw,
        bool Trace,
        string? Root
    );

    public static Command Create()
    {
        Argument<string> model = CommonOptions.Model();
        Option<string?> weights = CommonOptions.Weights();
        var samples = new SampleOptions();
        var output = new Option<string?>("--output", "-o") { Description = "Where the results are written.", HelpName = "OUT.safetensors" };
        var target = new Option<string>("--target", "-t")
        {
            Description = "What runs the model: cpu or interpreter.",
            HelpName = "TARGET",
            DefaultValueFactory = _ => "cpu",
        };
        target.CompletionSources.Add([.. Target.Names]);
        Option<string[]> set = CommonOptions.Set();
        var budget = new Option<long?>("--budget")
        {
            Description =
                "Chooses the elastic sizes: the costliest sub-network with at most so many multiply-adds for a sample that takes no exit.",
            HelpName = "MACS",
        };
        var batch = new Option<int>("--batch")
        {
            Description = "How many samples run together.",
            HelpName = "N",
            DefaultValueFactory = _ => RunOptions.UsualBatch,
        };
        Option<int> threads = CommonOptions.Threads();
        var stream = new Option<bool>("--stream")
        {
            Description = "Makes the samples successive calls of one session, so that `state` is kept from each to the next.",
        };
        var labels = new Option<string?>("--labels")
        {
            Description = "The tensor of the inputs' file that holds the right answers; gives the accuracy.",
            HelpName = "NAME",
        };
        var expect = new Option<string?>("--expect")
        {
            Description = "Compares the results with this file; exit code 3 when they differ.",
            HelpName = "EXPECTED.safetensors",
        };
        var atol = new Option<double>("--atol") { Description = "Absolute tolerance of --expect.", DefaultValueFactory = _ => 1e-4 };
        var rtol = new Option<double>("--rtol") { Description = "Relative tolerance of --expect.", DefaultValueFactory = _ => 1e-4 };
        var draw = new Option<int>("--draw")
        {
            Description = "Draws the first samples as images, with their answers.",
            HelpName = "N",
            DefaultValueFactory = _ => 0,
        };
        var trace = new Option<bool>("--trace") { Description = "Prints the regions that each sample went through; target cpu." };
        Option<string?> root = CommonOptions.Root();
        var command = new Command(
            "run",
            "Runs a model on samples and shows how they went.\nExample: dyncc run examples/digits/digits.dnn --labels label --draw 3"
        )
        {
            model,
            weights,
            output,
            target,
            set,
            budget,
            batch,
            threads,
            stream,
            labels,
            expect,
            atol,
            rtol,
            draw,
            trace,
            root,
        };
        samples.AddTo(command, behind: weights);
        command.SetAction(p =>
            Run(
                new Options(
                    p.GetRequiredValue(model),
                    p.GetValue(weights),
                    samples.Of(p),
                    p.GetValue(output),
                    p.GetRequiredValue(target),
                    p.GetRequiredValue(set),
                    p.GetValue(budget),
                    p.GetValue(batch),
                    p.GetValue(threads),
                    p.GetValue(stream),
                    p.GetValue(labels),
                    p.GetValue(expect),
                    p.GetValue(atol),
                    p.GetValue(rtol),
                    p.GetValue(draw),
                    p.GetValue(trace),
                    p.GetValue(root)
                )
            )
        );
        return command;
    }

    private static int Run(Options options)
    {
        Target target = Target.Named(options.Target);
        if (options.Batch < 1)
            throw CommonOptions.Wrong("--batch", $"{options.Batch} samples cannot run together; it is 1 or more");
        CommonOptions.CheckThreads(options.Threads);
        if (options.Threads > 1 && target is not CpuTarget)
            throw CommonOptions.Wrong("--threads", $"only the target cpu has more than one, `{options.Target}` does not");
        if (options.Threads > 1 && options.Stream)
            throw CommonOptions.Wrong("--threads", "the samples of a stream run one after the other");
        options.Samples.Check();
        if (options.Samples.Data is not null && options.Labels is not null)
            throw CommonOptions.Wrong("--labels", "the data set of `--data` has labels of its own");
        if (options.Atol < 0 || options.Rtol < 0)
            throw CommonOptions.Wrong("--atol", "tolerances are 0 or more");
        if (options.Trace && target is not CpuTarget)
            throw CommonOptions.Wrong("--trace", $"only the target cpu runs regions, `{options.Target}` does not");

        Compilation compilation = ModelSource.Compile(
            ModelSource.Read(options.Model),
            CompilationOptions.Default with
            {
                Imports = ProjectFolder.Of(options.Model, options.Root),
            }
        );
        Dictionary<string, long> sizes = options.Budget is { } budget
            ? ElasticBudget.Choose(budget, options.Set, compilation)
            : CommonOptions.Sizes(options.Set, compilation.Bound);
        WeightSet weights = Weights.Find(options.Weights, options.Model, ref compilation, options.Samples.Seed);
        Samples samples = options.Samples.Find(options.Model, compilation.Bound, options.Labels);
        Tensor? labels = options.Labels is { } name ? FindLabels(name, samples, options) : samples.Labels;
        NamedTensors? expected = options.Expect is { } file ? DataFile.Read(file, "the expected results") : null;

        RegionTrace? trace = options.Trace ? new RegionTrace(samples.Count) : null;
        RunResult result = SampleProgress.Show(
            samples.Count,
            done =>
            {
                target.SamplesDone = done;
                target.RegionEntered = trace is null ? null : trace.Enter;
                return target.Run(compilation, weights, samples, new RunOptions(sizes, options.Batch, options.Stream, options.Threads));
            }
        );
        if (options.Output is { } output)
            DataFile.Write(output, result.Outputs);
        if (trace is not null)
        {
            foreach (string line in trace.Lines(compilation.Regions, compilation.Bound.HasExits ? result[ModelGraph.ExitResultName] : null))
                Console.Out.WriteLine(line);
        }
        RunReport.Show(compilation, samples, result, labels, sizes, options.Draw);
        return expected is null ? ExitCode.Done : Compare(result, expected, options);
    }

    private static Tensor FindLabels(string name, Samples samples, Options options)
    {
        Location place = Location.OfFile(options.Samples.Inputs ?? options.Model);
        if (samples.File is null || !samples.File.ContainsKey(name))
            throw new CommandFailed(ExitCode.WrongInput, new BadLabels(place, name, "the inputs have no tensor of that name"));
        Tensor labels = DataFile.Tensor(samples.File, name, place.Source.Path);
        if (labels.Type.IsFloat() || labels.Rank != 1 || labels.Shape[0] != samples.Count)
            throw new CommandFailed(
                ExitCode.WrongInput,
                new BadLabels(place, name, $"it is {labels}, not one integer for each of {samples.Count} samples")
            );
        return labels;
    }

    private static int Compare(RunResult result, NamedTensors expected, Options options)
    {
        IReadOnlyList<string> differences = Comparison.Differences(result, expected, options.Atol, options.Rtol);
        if (differences.Count == 0)
        {
            Console.Error.WriteLine($"all {expected.Count} results are as expected");
            return ExitCode.Done;
        }
        foreach (string difference in differences)
            Console.Error.WriteLine($"difference: {difference}");
        return ExitCode.Differs;
    }
}
