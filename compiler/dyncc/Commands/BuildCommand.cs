using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DynCompile.Backends.CSharp;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Onnx;
using DynCompile.Passes;
using DynCompile.Regions;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc build MODEL.dnn [-w WEIGHTS] [-t cpu|onnx] [-o DIR] [--calibrate IN] [--emit ast|ir|regions|cs|onnx]</c></summary>
internal static class BuildCommand
{
    private static readonly string[] Targets = ["cpu", OnnxBackend.Target];
    private static readonly string[] Stages = ["ast", "ir", "regions", "cs", "onnx"];

    public static Command Create()
    {
        Argument<string> model = CommonOptions.Model();
        Option<string?> weights = CommonOptions.Weights();
        var target = new Option<string>("--target", "-t")
        {
            Description = "What to build for: cpu, a C# class; or onnx, a folder with an ONNX file for each region and a manifest.",
            HelpName = "TARGET",
            DefaultValueFactory = _ => "cpu",
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The folder for what is built; beside the model unless given, for onnx in a folder MODEL-onnx there.",
            HelpName = "DIR",
        };
        var emit = new Option<string?>("--emit")
        {
            Description = "Prints one stage to stdout instead: ast, ir, regions, cs, or onnx for the manifest.",
            HelpName = "STAGE",
        };
        var after = new Option<string?>("--print-ir-after")
        {
            Description = "Prints the graph after a pass, or after all.",
            HelpName = "PASS|all",
        };
        target.CompletionSources.Add(Targets);
        emit.CompletionSources.Add(Stages);
        Option<string?> root = CommonOptions.Root();
        var calibrate = new Option<string?>("--calibrate")
        {
            Description =
                "Runs these samples, and writes the weights with the ranges of quantized layers that they show, beside the class.",
            HelpName = "IN.safetensors",
        };
        var times = new Option<bool>("--time-passes") { Description = "Says how long each pass took." };
        var command = new Command(
            "build",
            "Compiles a model to a C# class, or to ONNX files.\nExample: dyncc build examples/digits/digits.dnn -o Generated\nExample: dyncc build examples/digits/digits.dnn -t onnx -o digits-onnx\nExample: dyncc build lenet.dnn --calibrate samples.safetensors"
        )
        {
            model,
            weights,
            target,
            output,
            calibrate,
            emit,
            after,
            times,
            root,
        };
        command.SetAction(p =>
            Run(
                p.GetRequiredValue(model),
                p.GetRequiredValue(target),
                p.GetValue(weights),
                p.GetValue(output),
                p.GetValue(calibrate),
                p.GetValue(emit),
                p.GetValue(after),
                p.GetValue(times),
                p.GetValue(root)
            )
        );
        return command;
    }

    private static int Run(
        string path,
        string target,
        string? weights,
        string? folder,
        string? calibrate,
        string? emit,
        string? after,
        bool times,
        string? root
    )
    {
        if (!Targets.Contains(target))
            throw new CommandFailed(ExitCode.WrongUsage, new UnknownTarget(Location.OfFile("--target"), target, [.. Targets]));
        if (emit is not null && !Stages.Contains(emit))
            throw CommonOptions.Unknown("--emit", "stage", emit, Stages);
        IEnumerable<string> passes = PassPipeline.Default.Passes.Select(p => p.Name);
        if (after is not (null or "all" or "bind") && !passes.Contains(after))
            throw CommonOptions.Unknown("--print-ir-after", "pass", after, [.. passes, "bind", "all"]);

        SourceText source = ModelSource.Read(path);
        if (emit == "ast")
            return PrintTree(source);
        Compilation compilation = Compile(source, ProjectFolder.Of(path, root), after, times);
        if (emit == "onnx" || (emit is null && after is null && target == OnnxBackend.Target))
        {
            OnnxPackage package = OnnxFolder.Of(compilation, Weights.Find(weights, path, ref compilation, seed: 0));
            if (emit is null)
                return OnnxFolder.Write(package, folder ?? Path.ChangeExtension(Path.GetFullPath(path), null) + "-onnx");
            Console.Out.WriteLine(package.Manifest.ToJson());
            return ExitCode.Done;
        }
        if (calibrate is not null)
        {
            if (target != "cpu" || emit is not null || after is not null)
                throw Wrong("--calibrate", "it goes with a class that is written: `-t cpu`, without `--emit` and `--print-ir-after`");
            return WriteCalibrated(compilation, path, weights, calibrate, FolderOf(folder, path));
        }
        if (weights is not null)
            Weights.Find(weights, path, ref compilation, seed: 0);
        switch (emit)
        {
            case "ir":
                Console.Out.Write(GraphPrinter.Print(compilation.Graph));
                return ExitCode.Done;
            case "regions":
                Console.Out.Write(RegionPrinter.Print(compilation.Regions));
                return ExitCode.Done;
            case "cs":
                Console.Out.Write(ModelSource.EmitCSharp(compilation));
                return ExitCode.Done;
        }
        if (after is not null)
            return ExitCode.Done;
        return WriteClass(compilation, FolderOf(folder, path));
    }

    private static string FolderOf(string? given, string model) => given ?? Path.GetDirectoryName(Path.GetFullPath(model))!;

    private static int WriteCalibrated(Compilation compilation, string model, string? weightsFile, string samplesFile, string folder)
    {
        if (Weights.FileFor(weightsFile, model) is null)
            throw new CommandFailed(ExitCode.WrongUsage, new FileNotFound(Location.OfFile(Weights.Beside(model)), "the weights"));
        WeightSet weights = Weights.Find(weightsFile, model, compilation.Bound, seed: 0);
        Samples samples = Samples.Read(samplesFile, compilation.Bound);
        IEnumerable<KeyValuePair<string, Tensor>> calibrated = RangeCalibration.Run(compilation, weights, samples);
        string file = Path.Combine(folder, Path.GetFileNameWithoutExtension(model) + ".calibrated.safetensors");
        int written = WriteClass(compilation.With(CalibratedRanges.Apply(compilation.Bound)), folder);
        DataFile.Write(file, calibrated);
        Console.Out.WriteLine(file);
        return written;
    }

    private static int PrintTree(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        CompilationUnit unit = Parser.Parse(source, diagnostics);
        if (diagnostics.HasErrors)
            throw new CommandFailed(diagnostics);
        Console.Out.Write(SyntaxPrinter.Print(unit));
        return ExitCode.Done;
    }

    private static Compilation Compile(SourceText source, ProjectFolder folder, string? after, bool times)
    {
        var watch = Stopwatch.StartNew();
        void AfterPass(string pass, ModelGraph graph)
        {
            if (times)
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalMilliseconds, 9:F2} ms  {pass}"));
            if (after == "all" || after == pass)
                Console.Out.Write($"// after {pass}\n{GraphPrinter.Print(graph)}");
            watch.Restart();
        }
        return ModelSource.Compile(source, CompilationOptions.Default with { AfterPass = AfterPass, Imports = folder });
    }

    private static int WriteClass(Compilation compilation, string folder)
    {
        string file = Path.Combine(folder, Path.GetFileNameWithoutExtension(compilation.Source.Path) + ".g.cs");
        string draft = file + ".draft";
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(draft, ModelSource.EmitCSharp(compilation));
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotWritable(Location.OfFile(file), e.Message));
        }
        Console.Out.WriteLine(file);
        return ExitCode.Done;
    }

    private static CommandFailed Wrong(string option, string problem) =>
        new(ExitCode.WrongUsage, new BadOption(Location.OfFile(option), option, problem));
}
