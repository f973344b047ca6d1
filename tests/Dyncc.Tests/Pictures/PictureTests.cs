using System.Diagnostics;
using System.Xml.Linq;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary><c>dyncc inspect --graph</c>: the formats, the counts in them, and names that would break out of them.</summary>
public sealed class PictureTests : IDisposable
{
    private const string Model = """
        /// A small model that goes every kind of way.
        model Small(x: f32[4], n: i32) -> (y: f32[4]) {
            layer first = Twice(4)
            layer fc = linear(4)
            var h = first(x)
            for i in 0..n limit 8 {
                h = relu(fc(h))
                if i >= 2 {
                    h = fc(h) - 1.0
                } else {
                    h = h * 2.0
                }
            }
            exit early: h when n >= 3
            return first(h) + 1.0
        }

        block Twice(size: int)(x: f32[4]) -> f32[4] {
            layer fc = linear(size)
            if sum(x) > 1000000.0 {
                return x
            }
            return fc(relu(fc(x)))
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The arguments of the small model and four samples of it, of which two take the exit.</summary>
    private string[] Small()
    {
        string model = File("small.dnn", Model);
        string inputs = Path.Combine(_folder, "in.safetensors");
        TensorFile.Write(
            inputs,
            [
                KeyValuePair.Create("x", Tensor.Zeros(ElementType.F32, 4, 4)),
                KeyValuePair.Create("n", Tensor.FromArray(new[] { 0, 2, 3, 20 }, 4)),
            ]
        );
        return [model, "-i", inputs];
    }

    private static Picture PictureOf(string model, string weights, string inputs)
    {
        Compilation compilation = ModelRun.Compile(model);
        WeightSet loaded = WeightSet.Load(weights, Graph.ModelWeights.Of(compilation.Bound).Declarations);
        Samples samples = Samples.Read(inputs, compilation.Bound);
        return PictureBuilder.Of(compilation, loaded, samples, new Dictionary<string, long>(), s => s.Largest);
    }

    [Theory]
    [InlineData("mermaid", "mmd")]
    [InlineData("dot", "dot")]
    [InlineData("svg", "svg")]
    public void A_small_model_is_drawn_as_it_was(string format, string extension)
    {
        (int exit, string output, string error) = CommandTests.Run(["inspect", .. Small(), "--graph", format]);

        Assert.True(exit == 0, error);
        string golden = Path.Combine(Repository.Root, "tests", "Dyncc.Tests", "Pictures", $"small.{extension}");
        if (Environment.GetEnvironmentVariable("DYNCC_UPDATE_GOLDEN") == "1")
            System.IO.File.WriteAllText(golden, output);
        Assert.True(System.IO.File.Exists(golden), $"{golden} is missing; DYNCC_UPDATE_GOLDEN=1 writes it");
        Assert.Equal(System.IO.File.ReadAllText(golden), output);
    }

    [Fact]
    public void Without_inputs_nothing_is_counted()
    {
        (int exit, string output, _) = CommandTests.Run("inspect", File("small.dnn", Model), "--graph", "mermaid");

        Assert.Equal(0, exit);
        Assert.DoesNotContain("entered", output, StringComparison.Ordinal);
        Assert.DoesNotContain("%", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_written_instead_of_stdout()
    {
        string file = Path.Combine(_folder, "small.svg");
        (int exit, string output, _) = CommandTests.Run(["inspect", .. Small(), "--graph", "svg", "-o", file]);

        Assert.Equal((0, ""), (exit, output));
        Assert.Equal("svg", XDocument.Load(file).Root?.Name.LocalName);
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
    }

    [Fact]
    public void The_counts_of_400_digits_add_up()
    {
        string folder = Path.Combine(Repository.Root, "examples", "digits");
        Picture picture = PictureOf(
            Path.Combine(folder, "digits.dnn"),
            Path.Combine(folder, "digits.safetensors"),
            Path.Combine(folder, "digits.inputs.safetensors")
        );
        Panel panel = Assert.Single(picture.Panels);

        Assert.Equal(400, picture.Samples);
        Assert.Equal(400, picture.Exits.Sum(e => e.Samples));
        Assert.Equal(picture.SpentMultiplyAdds, panel.Regions.Sum(r => r.MultiplyAdds * r.Flow.Visits!.Value.Entries));
        Assert.Equal(picture.Exits.Select(e => e.Samples), LeavingOf(panel.Body).Select(l => l.Flow.Visits?.Entries));
        foreach (PictureStep.Branch branch in panel.Body.Steps.OfType<PictureStep.Branch>())
        {
            Visits all = branch.Flow.Visits!.Value;
            Assert.Equal(all.Entries, branch.Then.Start.Visits!.Value.Entries + branch.Else.Start.Visits!.Value.Entries);
        }
    }

    /// <summary>Where the model is left, in the order of the source.</summary>
    private static IEnumerable<PictureStep.Leaving> LeavingOf(Sequence? sequence) =>
        sequence?.Steps.SelectMany(step =>
            step switch
            {
                PictureStep.Leaving { Kind: LeavingKind.Exit or LeavingKind.Return } leaving => [leaving],
                PictureStep.Branch branch => LeavingOf(branch.Then).Concat(LeavingOf(branch.Else)),
                PictureStep.Loop loop => LeavingOf(loop.Condition).Concat(LeavingOf(loop.Body)),
                PictureStep.Parting parting => LeavingOf(parting.Body),
                _ => [],
            }
        )
        ?? [];

    [Fact]
    public void What_is_counted_does_not_change_what_is_computed()
    {
        Compilation compilation = ModelRun.CompileText(Model);
        Compilation probed = compilation.WithPathProbes();
        WeightSet weights = WeightSet.Random(Graph.ModelWeights.Of(compilation.Bound).Declarations, seed: 3);
        Samples samples = Samples.Random(compilation.Bound, 50, seed: 4);
        var options = new RunOptions(new Dictionary<string, long>(), Batch: 7);
        RunResult plain = new CpuTarget().Run(compilation, weights, samples, options);
        RunResult counted = new CpuTarget().Run(probed, weights, samples, options);

        Assert.Equal(plain.MultiplyAdds, counted.MultiplyAdds);
        foreach ((string name, Tensor tensor) in plain.Outputs)
            Assert.Equal(tensor.Bytes.ToArray(), counted[name]!.Bytes.ToArray());
    }

    public static TheoryData<string> ReferenceModels =>
        [
            .. Directory
                .GetFiles(Path.Combine(Repository.Root, "examples", "reference"), "*.dnn")
                .Select(f => Path.GetFileNameWithoutExtension(f)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(ReferenceModels))]
    public void Every_reference_model_can_be_drawn(string name)
    {
        Compilation compilation = ModelRun.Compile(Repository.Model(name));
        WeightSet weights = WeightSet.Random(Graph.ModelWeights.Of(compilation.Bound).Declarations, seed: 1);
        Samples samples = Samples.Read(Repository.Oracle(name, "inputs.safetensors"), compilation.Bound);
        Picture picture = PictureBuilder.Of(compilation, weights, samples, new Dictionary<string, long>(), s => s.Largest);

        Assert.Equal(samples.Count, picture.Panels[0].Body.Start.Visits?.Entries);
        Assert.Equal(samples.Count, LeavingOf(picture.Panels[0].Body).Sum(l => l.Flow.Visits?.Entries));
        Assert.Equal(1, LeavingOf(picture.Panels[0].Body).Sum(l => l.Flow.Share), 1e-9);
        Assert.Equal("svg", XDocument.Parse(SvgWriter.Write(picture)).Root?.Name.LocalName);
        Assert.NotEmpty(MermaidWriter.Write(picture));
        Assert.NotEmpty(DotWriter.Write(picture));
    }

    private const string Hostile =
        "</title></svg><script>alert(1)</script>\"]; click a \"javascript:x\" --> \\N & ' #quot; %% \u202E\u0007\n```";

    private static Picture HostilePicture()
    {
        var flow = new Flow(new Visits(2, 2), 1);
        PictureStep[] steps =
        [
            new PictureStep.Region(
                flow,
                0,
                [new Operation(Hostile, Hostile, Hostile, Hostile, Hostile, 7, OperationKind.Main)],
                [Hostile],
                Hostile,
                [Hostile],
                7
            ),
            new PictureStep.Parting(flow, Hostile, Hostile, new Sequence(flow, flow, [new PictureStep.Call(flow, Hostile, Hostile)])),
            new PictureStep.Loop(
                flow,
                flow,
                Hostile,
                Hostile,
                null,
                new Sequence(
                    flow,
                    flow,
                    [new PictureStep.Branch(flow, Hostile, new Sequence(flow, flow, []), new Sequence(flow, flow, []))]
                )
            ),
            new PictureStep.Leaving(flow, LeavingKind.Exit, Hostile),
        ];
        var panel = new Panel(Hostile, true, [Hostile], [Hostile], new Sequence(flow, flow, steps));
        return new Picture(Hostile, Hostile, 1, 2, 2, 2, [new TakenExit(Hostile, 2)], [panel, panel with { IsModel = false }]);
    }

    [Fact]
    public void Hostile_names_stay_text_in_svg()
    {
        XDocument drawing = XDocument.Parse(SvgWriter.Write(HostilePicture()));

        Assert.Equal(["g", "path", "rect", "style", "svg", "text", "title"], ElementsOf(drawing).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain('\u202E', drawing.ToString());
    }

    private static IEnumerable<string> ElementsOf(XDocument drawing) => drawing.Descendants().Select(e => e.Name.LocalName);

    [Fact]
    public void Hostile_names_stay_text_in_mermaid()
    {
        foreach (string line in MermaidWriter.Write(HostilePicture()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            string outside = string.Concat(line.Split('"').Where((_, i) => i % 2 == 0));
            Assert.Matches(
                @"^ *(end|subgraph p\d+n\d+\[\]|p\d+n\d+(\[\]|\[\[\]\]|\(\)|\(\[\]\)|\{\{\}\})|p\d+n\d+ (-->|-\.->)(\|\|)? p\d+n\d+)$",
                outside
            );
            Assert.DoesNotContain('<', line.Replace("<br/>", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Hostile_names_stay_text_in_dot()
    {
        foreach (string line in DotWriter.Write(HostilePicture()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(4))
        {
            string outside = System.Text.RegularExpressions.Regex.Replace(
                line,
                """
                "([^"\\]|\\.)*"
                """,
                ""
            );
            Assert.Matches(@"^ *(\}|label=|subgraph cluster_p\d+n\d+ \{|p\d+n\d+ (-> p\d+n\d+)?( ?\[[a-z0-9=., ]*\])?)$", outside);
        }
    }

    [Fact]
    public void Hostile_names_stay_text_in_html()
    {
        string page = HtmlWriter.Write(HostilePicture());

        Assert.Equal(2, page.Split("<script>").Length);
        Assert.Equal(2, page.Split("</script>").Length);
        Assert.Equal(2, page.Split("</title>\n<style>").Length);
        Assert.DoesNotContain('\u202E', page);
        Assert.DoesNotContain(
            "http://",
            page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_model_tells_about_each_region()
    {
        (int exit, string page, string error) = CommandTests.Run(["inspect", .. Small(), "--graph", "html"]);

        Assert.True(exit == 0, error);
        for (int region = 0; region < 8; region++)
        {
            Assert.Contains($"data-region=\"{region}\"", page, StringComparison.Ordinal);
            Assert.Contains($"<section id=\"region-{region}\"", page, StringComparison.Ordinal);
        }
        Assert.Contains("fc.weight: f32[4, 4]", page, StringComparison.Ordinal);
        Assert.Contains("h = relu(fc(h))", page, StringComparison.Ordinal);
    }

    public static TheoryData<string> Pages => ["small", "hostile"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_browser_opens_the_page_without_complaint(string name)
    {
        Assert.SkipUnless(Browser.Program is not null, "there is no chromium on the PATH");
        string page = Path.Combine(_folder, "page.html");
        if (name == "small")
            Assert.Equal(0, CommandTests.Run(["inspect", .. Small(), "--graph", "html", "-o", page]).Exit);
        else
            System.IO.File.WriteAllText(page, HtmlWriter.Write(HostilePicture()));
        string screenshot = Path.Combine(_folder, "page.png");
        string said = Browser.Screenshot(page, screenshot, _folder);

        Assert.True(System.IO.File.Exists(screenshot), said);
        Assert.DoesNotContain("CONSOLE", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_source_and_file_name_stay_text()
    {
        string model = File(
            "a\"<b>&'.dnn",
            "/// </title><script>alert(1)</script> \"] --> \\\nmodel M(x: f32[4]) -> (y: f32[4]) {\n"
                + "    exit x when x[0] > 0.0 // \"]<script>a\n    return relu(x)\n}\n"
        );
        foreach (string format in PictureFormat.Names)
        {
            (int exit, string output, string error) = CommandTests.Run("inspect", model, "--graph", format, "--random", "3");

            Assert.True(exit == 0, error);
            Assert.DoesNotContain("<script>a", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hundreds_of_regions_are_drawn_in_bounded_time()
    {
        string steps = string.Concat(
            Enumerable.Range(0, 400).Select(i => $"    if h[0] > {i}.0 {{ h = fc(h) }} else {{ h = relu(fc(h)) }}\n")
        );
        Compilation compilation = ModelRun.CompileText(
            $"model M(x: f32[4]) -> (y: f32[4]) {{\n    layer fc = linear(4)\n    var h = x\n{steps}    return h\n}}"
        );
        var watch = Stopwatch.StartNew();
        Picture picture = PictureBuilder.Of(compilation, s => s.Largest);
        string drawing = SvgWriter.Write(picture);

        Assert.True(picture.RegionCount >= 800, $"{picture.RegionCount} regions");
        Assert.InRange(drawing.Length, 1, 4_000_000);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void An_unknown_format_is_named_with_the_known_ones() =>
        CommandTests.Fails(2, "there is no format `png`", CommandTests.Run("inspect", File("m.dnn", Model), "--graph", "png"));

    [Theory]
    [InlineData("--random", "3")]
    [InlineData("-o", "x.svg")]
    public void What_only_a_picture_takes_needs_one(string option, string value) =>
        CommandTests.Fails(2, "add `--graph`", CommandTests.Run("inspect", File("m.dnn", Model), option, value));

    [Fact]
    public void A_missing_folder_is_an_error()
    {
        string file = Path.Combine(_folder, "none", "m.svg");

        CommandTests.Fails(1, "there is no folder", CommandTests.Run("inspect", File("m.dnn", Model), "--graph", "svg", "-o", file));
    }

    [Fact]
    public void Missing_inputs_are_an_error() =>
        CommandTests.Fails(
            1,
            "does not exist",
            CommandTests.Run("inspect", File("m.dnn", Model), "--graph", "svg", "-i", Path.Combine(_folder, "none.safetensors"))
        );
}
