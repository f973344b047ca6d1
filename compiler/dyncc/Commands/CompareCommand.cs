using System.CommandLine;
using DynCompile.Backends.CSharp;
using DynCompile.Diagnostics;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc compare MODEL.dnn -w W.safetensors -i IN.safetensors --oracle interpreter</c></summary>
internal static class CompareCommand
{
    private delegate IOracleSteps Oracle(
        Compilation compilation,
        WeightSet weights,
        Samples samples,
        IReadOnlyDictionary<string, long> sizes
    );

    private const string Usual = "interpreter";

    private static readonly IReadOnlyDictionary<string, Oracle> Oracles = new Dictionary<string, Oracle>(StringComparer.Ordinal)
    {
        [Usual] = (compilation, weights, samples, sizes) => new InterpreterSteps(compilation, weights, samples, sizes),
        ["onnxruntime"] = (compilation, weights, samples, sizes) => new OnnxSteps(compilation, weights, samples, sizes),
    };

    public static Command Create()
    {
        Argument<string> model = CommonOptions.Model();
        Option<string?> weights = CommonOptions.Weights();
        var samples = new SampleOptions();
        var oracle = new Option<string>("--oracle")
        {
            Description = $"What the cpu target is held against: {Prose.AnyOf([.. Oracles.Keys])}.",
            HelpName = "ORACLE",
            DefaultValueFactory = _ => Usual,
        };
        oracle.CompletionSources.Add([.. Oracles.Keys]);
        Option<string[]> set = CommonOptions.Set();
        var atol = new Option<double>("--atol") { Description = "How far numbers may be apart.", DefaultValueFactory = _ => 1e-4 };
        var rtol = new Option<double>("--rtol")
        {
            Description = "The same, as a part of the expected number.",
            DefaultValueFactory = _ => 1e-4,
        };
        Option<string?> root = CommonOptions.Root();
        var command = new Command(
            "compare",
            "Holds every value that the cpu target computes against another way to run the model, and names the first that differs.\n"
                + "Example: dyncc compare examples/digits/digits.dnn"
        )
        {
            model,
            weights,
            oracle,
            set,
            atol,
            rtol,
            root,
        };
        samples.AddTo(command, behind: weights);
        command.SetAction(p =>
            Run(
                p.GetRequiredValue(model),
                p.GetValue(weights),
                samples.Of(p),
                p.GetRequiredValue(oracle),
                p.GetRequiredValue(set),
                (p.GetValue(atol), p.GetValue(rtol)),
                p.GetValue(root)
            )
        );
        return command;
    }

    private static int Run(
        string path,
        string? weights,
        SampleChoice choice,
        string oracle,
        string[] set,
        (double Absolute, double Relative) tolerance,
        string? root
    )
    {
        if (!Oracles.TryGetValue(oracle, out Oracle? create))
            throw CommonOptions.Unknown("--oracle", "oracle", oracle, Oracles.Keys);
        if (!(tolerance.Absolute >= 0) || !(tolerance.Relative >= 0))
            throw CommonOptions.Wrong("--atol", "tolerances are numbers from 0");
        choice.Check();
        Compilation compilation = ModelSource.Compile(
            ModelSource.Read(path),
            CompilationOptions.Default with
            {
                CSharp = new CSharpOptions(ShowsValues: true),
                Imports = ProjectFolder.Of(path, root),
            }
        );
        Dictionary<string, long> sizes = CommonOptions.Sizes(set, compilation.Bound);
        WeightSet loaded = Weights.Find(weights, path, ref compilation, choice.Seed);
        Samples samples = choice.Find(path, compilation.Bound);
        using var cpu = new CpuSteps(compilation, loaded, samples, sizes);
        using IOracleSteps judge = create(compilation, loaded, samples, sizes);
        long values = 0;
        for (int s = 0; s < samples.Count; s++)
        {
            StepLog actual = cpu.Of(s);
            StepLog expected = judge.Of(s);
            if (Divergence.First(actual, expected, "cpu", oracle, tolerance.Absolute, tolerance.Relative) is { } difference)
            {
                Console.Out.WriteLine($"sample {s}: {difference}");
                return ExitCode.Differs;
            }
            values += Math.Min(actual.Values.Count, expected.Values.Count);
        }
        Console.Out.WriteLine($"cpu and {oracle} agree: {samples.Count:N0} samples, {values:N0} values");
        return ExitCode.Done;
    }
}
