using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Xml.Linq;

namespace DynCompile.SourceGenerator.Tests;

/// <summary>
/// Somebody else's project takes the packages from a folder and runs a model. That of DynCompile.Consumer.Tests takes the projects instead.
/// </summary>
public sealed class PackageTests : IClassFixture<PackageTests.PackedFeed>, IDisposable
{
    // What the plan allows a program with 100 KB of weights.
    private const long MostNativeBytes = 6_000_000;

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly string Repository = FindRepository();
    private static readonly string Version = typeof(ModelGenerator)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    private readonly string _folder = Directory.CreateTempSubdirectory("dyncompile-consumer").FullName;
    private readonly Command _command;
    private readonly PackedFeed _feed;

    public PackageTests(PackedFeed feed)
    {
        _feed = feed;
        _command = new Command(_folder, Path.Combine(_folder, "restored"));
        string oracle = Path.Combine(Repository, "tests", "oracles", "branchy_lenet");
        Directory.CreateDirectory(Path.Combine(_folder, "Models"));
        File.Copy(Path.Combine(Repository, "examples", "reference", "branchy_lenet.dnn"), Path.Combine(_folder, "Models", "lenet.dnn"));
        File.Copy(Path.Combine(oracle, "weights.safetensors"), Path.Combine(_folder, "Models", "lenet.safetensors"));
        File.Copy(Path.Combine(oracle, "inputs.safetensors"), Path.Combine(_folder, "inputs.safetensors"));
        Write("Program.cs", Program);
        // Nothing of the repository's own settings reaches the project.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Packages.props", "<Project />");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_consumer_of_the_packages_builds_runs_and_publishes_without_a_warning()
    {
        Write("consumer.csproj", Project(Model("Models/%(Filename).safetensors")));
        AssertBuildsAndRuns();
        AssertErrorsStandInTheModel();
        AssertPublishesNatively();
    }

    [Fact]
    public void Weights_may_lie_beside_the_program_and_must_be_there()
    {
        Write("consumer.csproj", Project(Model("Models/lenet.safetensors", "WeightsAs=\"file\"")));
        AssertBuildsAndRuns();
        Assert.True(File.Exists(Path.Combine(_folder, "out", "Models", "lenet.safetensors")));

        Write("consumer.csproj", Project(Model("Models/none.safetensors")));
        (int status, string output) = _command.Try("dotnet", "build", "-c", "Release", "-o", "out", "--no-restore");
        Assert.NotEqual(0, status);
        Assert.Contains("consumer.csproj : error DYN0400: there is no file `Models/none.safetensors`", output);
    }

    [Fact]
    public void A_model_may_have_no_weights_in_the_project()
    {
        Write("consumer.csproj", Project("""<DynModel Include="Models/lenet.dnn" Namespace="Consumer.Models" />"""));
        Write("Program.cs", Program.Replace("Load()", """Load(Path.Combine("Models", "lenet.safetensors"))"""));
        AssertBuildsAndRuns();
    }

    [Fact]
    public void The_solution_packs_what_users_install_and_nothing_else()
    {
        string[] libraries =
        [
            "DynCompile.Hosting",
            "DynCompile.Runtime",
            "DynCompile.Tensors",
            // The tool for this machine is compiled ahead of time, the other runs on any.
            "dyncc.any",
            $"dyncc.{RuntimeInformation.RuntimeIdentifier}",
        ];
        string[] expected =
        [
            "DynCompile.nupkg",
            "DynCompile.Templates.nupkg",
            "dyncc.nupkg",
            .. libraries.SelectMany(l => new[] { $"{l}.nupkg", $"{l}.snupkg" }),
        ];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(_feed.Folder).Select(f => Path.GetFileName(f).Replace("." + Version, "")).Order(StringComparer.Ordinal)
        );

        foreach (string package in new[] { "DynCompile", "DynCompile.Templates", "dyncc" }.Concat(libraries))
        {
            using ZipArchive archive = Open(package);
            string[] files = [.. archive.Entries.Select(e => e.FullName)];
            Assert.Contains("README.md", files);
            Assert.Contains("LICENSE", files);
            XElement about = About(archive, package);
            Assert.Equal("MIT", Value(about, "license"));
            Assert.Equal("README.md", Value(about, "readme"));
            Assert.NotEqual("Package Description", Value(about, "description"));
        }

        using ZipArchive main = Open("DynCompile");
        Assert.Equal(
            [
                "analyzers/dotnet/cs/Antlr4.Runtime.Standard.dll",
                "analyzers/dotnet/cs/DynCompile.Compiler.dll",
                "analyzers/dotnet/cs/DynCompile.SourceGenerator.dll",
                "analyzers/dotnet/cs/DynCompile.Tensors.dll",
                "build/DynCompile.props",
                "build/DynCompile.targets",
            ],
            main.Entries.Select(e => e.FullName).Where(f => f.Contains('/') && f[0] is 'a' or 'b' or 'l').Order(StringComparer.Ordinal)
        );
        XElement dependency = About(main, "DynCompile").Descendants().Single(e => e.Name.LocalName == "dependency");
        Assert.Equal(("DynCompile.Runtime", Version), (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value));
    }

    [Fact]
    public void The_tool_installs_and_checks_a_model()
    {
        _command.Run("dotnet", "tool", "install", "dyncc", "--tool-path", "tools", "--version", Version, "--add-source", _feed.Folder);
        _command.Run(Path.Combine(_folder, "tools", "dyncc" + Suffix), "check", Path.Combine("Models", "lenet.dnn"));
    }

    [Fact]
    public void The_template_makes_a_program_that_runs_and_has_a_test()
    {
        string hive = Path.Combine(_folder, "hive");
        string package = Path.Combine(_feed.Folder, $"DynCompile.Templates.{Version}.nupkg");
        _command.Run("dotnet", "new", "install", package, "--debug:custom-hive", hive);
        string made = Path.Combine(_folder, "made");
        _command.Run("dotnet", "new", "dynmodel", "-n", "my-app.v2", "-o", made, "--debug:custom-hive", hive);
        File.WriteAllText(
            Path.Combine(made, "nuget.config"),
            $"""<configuration><packageSources><add key="packed" value="{_feed.Folder}" /></packageSources></configuration>"""
        );
        var command = new Command(made, Path.Combine(_folder, "restored"));

        Assert.Contains("399 of 400 are right", command.Run("dotnet", "run", "--project", "my-app.v2", "-c", "Release"));
        Assert.Contains("succeeded: 2", command.Run("dotnet", "test", "-c", "Release", Fallback));
    }

    private void AssertBuildsAndRuns()
    {
        string built = _command.Run("dotnet", "build", "-c", "Release", "-o", "out");
        Assert.Contains("0 Warning(s)", built);
        Assert.Equal(Answers, _command.Run(Path.Combine(_folder, "out", "consumer" + Suffix), "inputs.safetensors"));
    }

    private void AssertErrorsStandInTheModel()
    {
        string model = Path.Combine(_folder, "Models", "lenet.dnn");
        string right = File.ReadAllText(model);
        File.WriteAllText(model, right.Replace("exit e1 when", "exit a when"));
        (int status, string output) = _command.Try("dotnet", "build", "-c", "Release", "-o", "out", "--no-restore");
        File.WriteAllText(model, right);
        Assert.NotEqual(0, status);
        Assert.Contains($"{Path.Combine("Models", "lenet.dnn")}(13,10): error DYN0012", output);
        Assert.Contains("1 Error(s)", output);
    }

    private void AssertPublishesNatively()
    {
        string published = _command.Run("dotnet", "publish", "-c", "Release", "-o", "native", "-p:PublishAot=true", Fallback);
        Assert.DoesNotContain("warning", published);
        string program = Path.Combine(_folder, "native", "consumer" + Suffix);
        Assert.Equal(Answers, _command.Run(program, "inputs.safetensors"));
        double[] times =
        [
            .. Enumerable
                .Range(0, 7)
                .Select(_ =>
                {
                    var watch = Stopwatch.StartNew();
                    _command.Run(program, "inputs.safetensors");
                    return watch.Elapsed.TotalMilliseconds;
                })
                .Order(),
        ];
        long bytes = new FileInfo(program).Length;
        TestContext.Current.SendDiagnosticMessage($"NativeAOT: {bytes / 1e6:0.00} MB, {times[3]:0} ms from start to the last answer");
        Assert.True(bytes <= MostNativeBytes, $"{bytes} bytes");
    }

    private static readonly string Answers = string.Join(
        Environment.NewLine,
        "Exit0 Exit1 Exit2",
        "0 bytes",
        $"256-bit vectors: {Vector256.IsHardwareAccelerated}",
        ""
    );

    private static string Suffix => OperatingSystem.IsWindows() ? ".exe" : "";

    private ZipArchive Open(string package) => ZipFile.OpenRead(Path.Combine(_feed.Folder, $"{package}.{Version}.nupkg"));

    private static XElement About(ZipArchive archive, string package)
    {
        using Stream stream = archive.GetEntry($"{package}.nuspec")!.Open();
        return XDocument.Load(stream).Root!;
    }

    private static string Value(XElement about, string name) => about.Descendants().First(e => e.Name.LocalName == name).Value;

    private static string Model(string weights, string options = "") =>
        $"""<DynModel Include="Models/*.dnn" Weights="{weights}" Namespace="Consumer.Models" {options} />""";

    private string Project(string models) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <AnalysisLevel>latest-recommended</AnalysisLevel>
                <InvariantGlobalization>true</InvariantGlobalization>
                <RestoreAdditionalProjectSources>{_feed.Folder}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DynCompile" Version="{Version}" />
                {models}
              </ItemGroup>
            </Project>
            """;

    // What the SDK needs for NativeAOT is large: where the machine has it, nothing is downloaded. The project's own packages are restored
    // by then, so that none of another day is taken from there.
    private static string Fallback
    {
        get
        {
            string folder =
                Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            return "-p:RestoreFallbackFolders=" + (Directory.Exists(folder) ? folder : "");
        }
    }

    private const string Program = """
        using System.Runtime.Intrinsics;
        using Consumer.Models;
        using DynCompile.Tensors;

        using var model = BranchyLeNet.Load();
        float[] images = TensorFile.Read(args[0])["image"].ToFloats();
        int count = images.Length / 784;
        Span<float> logits = stackalloc float[10];
        var exits = new SortedSet<BranchyLeNet.Exit> { model.Run(images.AsSpan(0, 784), logits) };
        var each = new BranchyLeNet.Exit[count];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < count; i++)
            each[i] = model.Run(images.AsSpan(i * 784, 784), logits);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        exits.UnionWith(each);
        Console.WriteLine(string.Join(' ', exits));
        Console.WriteLine($"{allocated} bytes");
        Console.WriteLine($"256-bit vectors: {Vector256.IsHardwareAccelerated}");
        """;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DynCompile.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests run outside of the repository");
    }

    /// <summary>The packages of this repository, in a folder. What was built before is not built again, but for the tool, which is compiled for this machine.</summary>
    public sealed class PackedFeed : IDisposable
    {
        public PackedFeed() => new Command(Repository).Run("dotnet", "pack", "DynCompile.sln", "-c", Configuration, "-o", Folder);

        public string Folder { get; } = Directory.CreateTempSubdirectory("dyncompile-feed").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
