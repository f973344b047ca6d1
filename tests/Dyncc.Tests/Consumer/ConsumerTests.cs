using System.Diagnostics;

namespace DynCompile.CommandLine.Tests.Consumer;

/// <summary>
/// A project of somebody else, with the settings of <c>dotnet new console</c>, takes the emitted classes as they are: they compile
/// without a warning, and run under NativeAOT.
/// </summary>
public sealed class ConsumerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-consumer").FullName;

    /// <summary>Everything that the emitter knows is in some of these.</summary>
    private static readonly string[] Networks =
    [
        "act_rnn",
        "bottleneck_split",
        "branchy_lenet",
        "channel_gate",
        "expert_custom",
        "hypernet",
        "jei_transformer",
        "moe_top2",
        "neural_ode",
        "nm_mlp",
        "seq2seq_lstm",
        "skipnet",
        "sorted_mlp",
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Emitted_classes_compile_without_a_warning_and_give_the_answers_under_NativeAOT()
    {
        foreach (string network in Networks)
            Write($"{network}.g.cs", ModelSource.EmitCSharp(ModelRun.Compile(Repository.Model(network))));
        Write("Program.cs", Program);
        Write("consumer.csproj", Project);
        // Nothing of the repository's own settings reaches the project.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Packages.props", "<Project />");

        Run("dotnet", "publish", "-c", "Release", "-o", Path.Combine(_folder, "out"), "--nologo");
        string answer = Run(
            Path.Combine(_folder, "out", OperatingSystem.IsWindows() ? "consumer.exe" : "consumer"),
            Repository.Oracle("branchy_lenet", "")
        );

        Assert.Equal("equal", answer.Trim());
    }

    private static string Project =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <PublishAot>true</PublishAot>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Path.Combine(AppContext.BaseDirectory, "DynCompile.Runtime.dll")}" />
                <Reference Include="{Path.Combine(AppContext.BaseDirectory, "DynCompile.Tensors.dll")}" />
              </ItemGroup>
            </Project>
            """;

    private const string Program = """
        using DynCompile.Generated;
        using DynCompile.Runtime;
        using DynCompile.Tensors;

        NamedTensors samples = TensorFile.Read(Path.Combine(args[0], "inputs.safetensors"));
        NamedTensors expected = TensorFile.Read(Path.Combine(args[0], "expected.safetensors"));
        using BranchyLeNet model = BranchyLeNet.Load(Path.Combine(args[0], "weights.safetensors"));
        using ModelSession session = model.CreateSession(maxBatch: 64);
        Tensor logits = Tensor.Zeros(ElementType.F32, 64, 10);
        Tensor exits = Tensor.Zeros(ElementType.I32, 64);
        session.RunBatch([samples["image"]], 64, [logits, exits]);

        bool sameExits = exits.ToLongs().SequenceEqual(expected["exit"].ToLongs());
        bool sameLogits = logits.ToFloats().Zip(expected["logits"].ToFloats()).All(p => Math.Abs(p.First - p.Second) <= 1e-4 + 1e-4 * Math.Abs(p.Second));
        Console.WriteLine(sameExits && sameLogits ? "equal" : "different");
        """;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private string Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}:\n{output}{error.Result}");
        return output;
    }
}
