using System.Diagnostics;

namespace DynCompile.CommandLine.Tests.Consumer;

/// <summary>
/// A project of somebody else, with the settings of <c>dotnet new console</c>, takes the emitted classes as they are: they compile
/// without a warning, and run under NativeAOT.
/// </summary>
public sealed class ConsumerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-consumer").FullName;

    /// <summary>All of examples/reference that this version compiles, with the classes that they become.</summary>
    private static readonly (string Network, string Class)[] Networks =
    [
        ("act_rnn", "ActRnn"),
        ("bottleneck_split", "BottleneckSplit"),
        ("branchy_lenet", "BranchyLeNet"),
        ("channel_gate", "ChannelGate"),
        ("delta_conv", "DeltaConv"),
        ("dkvb", "Dkvb"),
        ("expert_custom", "ExpertCustom"),
        ("hypernet", "Hypernet"),
        ("jei_transformer", "JeiTransformer"),
        ("moe_top2", "Moe"),
        ("neural_ode", "NeuralOde"),
        ("nm_mlp", "NmMlp"),
        ("seq2seq_lstm", "Seq2Seq"),
        ("skipnet", "SkipNet"),
        ("sorted_mlp", "SortedMlp"),
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Emitted_classes_compile_without_a_warning_and_give_the_answers_under_NativeAOT()
    {
        foreach ((string network, _) in Networks)
            Write($"{network}.g.cs", ModelSource.EmitCSharp(ModelRun.Compile(Repository.Model(network))));
        Write("Program.cs", Program);
        Write("consumer.csproj", Project);
        // Nothing of the repository's own settings reaches the project.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Packages.props", "<Project />");

        Run("dotnet", "publish", "-c", "Release", "-o", Path.Combine(_folder, "out"), "--nologo");
        string answer = Run(
            Path.Combine(_folder, "out", OperatingSystem.IsWindows() ? "consumer.exe" : "consumer"),
            Path.Combine(Repository.Root, "tests", "oracles")
        );

        Assert.Equal(Networks.Select(n => $"{n.Network}: equal"), answer.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
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

    // Every class is called: what nothing calls is trimmed away before it is looked at.
    private static string Program =>
        $$"""
            using DynCompile.Generated;
            using DynCompile.Runtime;
            using DynCompile.Tensors;

            {{string.Join("\n", Networks.Select(n => $"Answer(\"{n.Network}\", {n.Class}.Load);"))}}

            void Answer(string network, Func<string, CompiledModel> load)
            {
                string folder = Path.Combine(args[0], network);
                using CompiledModel model = load(Path.Combine(folder, "weights.safetensors"));
                using ModelSession session = model.CreateSession(maxBatch: 64);
                string expectedFile = "expected.safetensors";
                if (network == "sorted_mlp")
                {
                    session.SetElastic("width", 32);
                    session.SetElastic("depth", 2);
                    expectedFile = "expected_width32_depth2.safetensors";
                }
                NamedTensors samples = TensorFile.Read(Path.Combine(folder, "inputs.safetensors"));
                NamedTensors expected = TensorFile.Read(Path.Combine(folder, expectedFile));
                List<Tensor> inputs = [.. model.Inputs.Select(input => samples[input.Name]!)];
                int count = (int)inputs[0].Shape[0];
                List<Tensor> outputs = [.. model.Outputs.Select(output => Tensor.Zeros(output.Type, [count, .. output.Shape]))];
                session.RunBatch(inputs, count, outputs);
                bool equal = model.Outputs.Zip(outputs).All(pair => Equal(pair.Second, expected[pair.First.Name]!));
                Console.WriteLine($"{network}: {(equal ? "equal" : "different")}");
            }

            static bool Equal(Tensor actual, Tensor expected) =>
                actual.Shape.SequenceEqual(expected.Shape)
                && (
                    actual.Type == ElementType.F32
                        ? actual.ToFloats().Zip(expected.ToFloats()).All(p => Math.Abs(p.First - p.Second) <= 1e-4 + 1e-4 * Math.Abs(p.Second))
                        : actual.ToLongs().SequenceEqual(expected.ToLongs())
                );
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
