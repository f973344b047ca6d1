using System.Text.Json;
using System.Text.Json.Schema;
using DynCompile.CommandLine.Tests.Faults;
using DynCompile.Diagnostics;
using DynCompile.Onnx;
using DynCompile.Onnx.Format;
using DynCompile.Regions;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Onnx;

/// <summary>What <c>build -t onnx</c> writes: condition-free regions, each body once, weights once, faults at their place.</summary>
public sealed class OnnxFolderTests : IDisposable
{
    private static readonly string SchemaFile = Path.Combine(Repository.Root, "docs", "onnx-manifest.schema.json");

    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-onnx-").FullName;

    public static TheoryData<string> Networks => [.. ReferenceTests.Networks.Select(n => n.Data), "sorted_mlp", "stream_gate"];

    public static TheoryData<string> Faults => FaultTests.Cases;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Networks))]
    public void No_region_has_control_flow(string network)
    {
        HostManifest manifest = Write(ModelRun.Compile(Repository.Model(network)));
        string[] operators = [.. manifest.Regions.SelectMany(r => Read(r).Graph.Node).Select(n => n.OpType)];

        Assert.NotEmpty(operators);
        Assert.Empty(operators.Intersect(["If", "Loop", "Scan"]));
    }

    [Fact]
    public void Weights_are_stored_once_and_every_region_reads_them_from_there()
    {
        Compilation compilation = ModelRun.Compile(Repository.Model("branchy_lenet"));
        HostManifest manifest = Write(compilation);
        long stored = Graph.ModelWeights.Of(compilation.Bound).ElementCount * sizeof(float);

        Assert.InRange(Directory.GetFiles(_folder).Sum(f => new FileInfo(f).Length), stored, stored + 64 * 1024);
        Assert.All(manifest.Regions.SelectMany(r => Read(r).Graph.Initializer), t => Assert.True(t.RawData.Length < 1024, t.Name));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    public void Equal_bodies_are_one_region_with_the_weights_as_inputs(int blocks)
    {
        string text = $$"""
            model M(x: f32[8]) -> (y: f32[8]) {
                layer gates[{{blocks}}] = linear(1)
                layer ls[{{blocks}}] = linear(8)
                var y = x
                for i in 0..{{blocks}} {
                    if gates[i](y)[0] > 0.0 {
                        y = y + relu(ls[i](y))
                    }
                }
                return y
            }
            """;
        HostManifest manifest = Write(ModelRun.CompileText(text));

        Assert.Equal(2, manifest.Regions.Count);
        Assert.All(manifest.Regions, r => Assert.Equal(2, r.Weights));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_told_with_its_place(string name)
    {
        FaultCase of = FaultCases.Kinds.Concat(FaultCases.Places).Single(c => c.Name == name);
        using var model = new FaultModel(of.Model, capacity: 1);
        using OnnxHost host = OnnxTarget.Load(model.Compilation, model.Weights);
        Tensor[] state = host.InitialState();

        Assert.Equal(host.Manifest.Results.Count + state.Length, host.Run([.. model.Sample(of.Good), .. state]).Length);
        var fault = Assert.Throws<RegionFaultException>(() => host.Run([.. model.Sample(of.Bad), .. state]));
        Assert.Equal($"{of.Line}:{of.Column}", fault.Place);
    }

    [Fact]
    public void What_the_target_cannot_do_is_an_error_at_its_place()
    {
        Compilation compilation = ModelRun.CompileText(
            "model M(x: f32[4], w: f32[2, 4]) -> (y: f32[2]) { return linear(x, w * 2.0, sparse: 2:4) }"
        );
        var diagnostics = new DiagnosticBag();
        OnnxBackend.Validate(OnnxBackend.Cut(compilation.Bound), compilation.Sources, diagnostics);

        NotOnTarget problem = Assert.IsType<NotOnTarget>(Assert.Single(diagnostics.Sorted()));
        Assert.Equal(("onnx", "`sparse` on a weight that the network computes"), (problem.Target, problem.Feature));
    }

    [Fact]
    public void A_smaller_model_leaves_no_regions_of_a_larger_one_and_no_foreign_file_is_touched()
    {
        Write(ModelRun.Compile(Repository.Model("branchy_lenet")));
        string foreign = Path.Combine(_folder, "region-notes.onnx");
        File.WriteAllText(foreign, "mine");
        HostManifest manifest = Write(ModelRun.CompileText("model M(x: f32) -> (y: f32) { return x + 1.0 }"));

        Assert.Equal(
            ["model.json", "region-0.onnx", "region-notes.onnx", "weights.safetensors"],
            Directory.GetFiles(_folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
        );
        Assert.Single(manifest.Regions);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"format":"dyncompile-onnx","version":2}""")]
    public void A_manifest_that_is_none_is_refused(string text) => Assert.Throws<JsonException>(() => HostManifest.Parse(text));

    [Fact]
    public void A_manifest_of_another_version_is_refused_by_its_number()
    {
        HostManifest manifest = Write(ModelRun.CompileText("model M(x: f32) -> (y: f32) { return x + 1.0 }"));
        string later = (manifest with { Version = 7 }).ToJson();

        Assert.Equal("version 7, this reads 1", Assert.Throws<JsonException>(() => HostManifest.Parse(later)).Message);
    }

    [Fact]
    public void The_schema_in_the_docs_is_the_manifests()
    {
        // Options that nothing was written with yet have no types.
        HostManifest.Json.MakeReadOnly(populateMissingResolver: true);
        string schema = HostManifest.Json.GetJsonSchemaAsNode(typeof(HostManifest)).ToJsonString(HostManifest.Json) + "\n";
        if (Environment.GetEnvironmentVariable("DYNCC_UPDATE_GOLDEN") == "1")
            File.WriteAllText(SchemaFile, schema);

        Assert.Equal(File.ReadAllText(SchemaFile), schema);
    }

    private HostManifest Write(Compilation compilation)
    {
        RegionProgram program = OnnxBackend.Cut(compilation.Bound);
        WeightSet weights = WeightSet.Random(Graph.ModelWeights.Of(compilation.Bound).Declarations, seed: 1);
        OnnxBackend.Emit(program, weights).WriteTo(_folder);
        return HostManifest.Parse(File.ReadAllText(Path.Combine(_folder, HostManifest.FileName)));
    }

    private ModelProto Read(RegionFile region) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(_folder, region.File)));
}
