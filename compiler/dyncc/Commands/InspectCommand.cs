using System.CommandLine;
using System.Globalization;
using System.Text;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
using DynCompile.Regions;
using DynCompile.Tensors;
using DynCompile.Text;
using Spectre.Console;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc inspect MODEL.dnn</c>: layers, shapes, parameters, multiply-adds, regions, exits; as tables or as a picture.</summary>
internal static class InspectCommand
{
    private sealed record Options(
        string Model,
        string? Weights,
        SampleChoice Samples,
        string[] Set,
        string? Graph,
        string? Output,
        string? Root
    );

    public static Command Create()
    {
        Argument<string> model = CommonOptions.Model();
        Option<string?> weights = CommonOptions.Weights();
        var samples = new SampleOptions();
        Option<string[]> set = CommonOptions.Set();
        var graph = new Option<string?>("--graph")
        {
            Description =
                $"Draws the model instead: {Prose.AllOf(PictureFormat.Names)}. With inputs the model is run, and the picture shows which way they went.",
            HelpName = "FORMAT",
        };
        graph.CompletionSources.Add([.. PictureFormat.Names]);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Where the picture is written; stdout unless given.",
            HelpName = "F",
        };
        Option<string?> root = CommonOptions.Root();
        var command = new Command(
            "inspect",
            "Shows a model's layers, shapes, costs, regions and exits.\n"
                + "Example: dyncc inspect examples/digits/digits.dnn --graph svg -i examples/digits/digits.inputs.safetensors -o digits.svg"
        )
        {
            model,
            weights,
            set,
            graph,
            output,
            root,
        };
        samples.AddTo(command, behind: weights);
        command.SetAction(p =>
            Inspect(
                new Options(
                    p.GetRequiredValue(model),
                    p.GetValue(weights),
                    samples.Of(p),
                    p.GetRequiredValue(set),
                    p.GetValue(graph),
                    p.GetValue(output),
                    p.GetValue(root)
                )
            )
        );
        return command;
    }

    private static int Inspect(Options options)
    {
        PictureFormat? format = options.Graph is null ? null : PictureFormat.Named(options.Graph);
        options.Samples.Check();
        if (format is null && options.Samples.IsGiven)
            throw CommonOptions.Wrong("--inputs", "only a picture shows what samples do; add `--graph`");
        if (format is null && options.Output is not null)
            throw CommonOptions.Wrong("--output", "only a picture is written to a file; add `--graph`");
        Compilation compilation = ModelSource.Compile(
            ModelSource.Read(options.Model),
            CompilationOptions.Default with
            {
                Imports = ProjectFolder.Of(options.Model, options.Root),
            }
        );
        Dictionary<string, long> sizes = CommonOptions.Sizes(options.Set, compilation.Bound);
        long ValueOf(SizeSymbol symbol) => sizes.TryGetValue(symbol.Name, out long value) ? value : symbol.Largest;
        WeightSet? weights =
            options.Weights is not null || options.Samples.IsGiven
                ? Weights.Find(options.Weights, options.Model, ref compilation, options.Samples.Seed)
                : null;
        if (format is null)
        {
            Show(compilation, ValueOf);
            return ExitCode.Done;
        }
        Picture picture =
            weights is not null && options.Samples.IsGiven
                ? PictureBuilder.Of(compilation, weights, options.Samples.Find(options.Model, compilation.Bound), sizes, ValueOf)
                : PictureBuilder.Of(compilation, ValueOf);
        Write(format.Write(picture), options.Output);
        return ExitCode.Done;
    }

    private static void Write(string text, string? file)
    {
        if (file is null)
            Console.Out.Write(text);
        else
            DataFile.Writing(file, () => AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text))));
    }

    private static void Show(Compilation compilation, Func<SizeSymbol, long> valueOf)
    {
        var cost = new RegionCost(compilation.Regions, valueOf);
        IAnsiConsole console = Terminal.Out;
        ShowModel(console, compilation, cost);
        ShowWeights(console, compilation.Bound);
        ShowForms(console, compilation.Regions);
        ShowOperators(console, compilation, valueOf);
        ShowRegions(console, compilation, cost);
        ShowMemory(console, compilation.Plan);
        ShowExits(console, compilation.Bound);
    }

    private static void ShowModel(IAnsiConsole console, Compilation compilation, RegionCost cost)
    {
        ModelGraph graph = compilation.Bound;
        Table table = Plain();
        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
        Row("model", graph.Name);
        Row("inputs", string.Join(", ", graph.Inputs.Select(i => $"{i.Name}: {i.Type}")));
        Row("results", string.Join(", ", graph.Results.Select(r => $"{r.Name}: {r.Type}")));
        foreach (Elastic elastic in graph.Elastics)
            Row("elastic", $"{elastic.Symbol.Name} in {string.Join(", ", elastic.Symbol.Values)}");
        foreach ((State state, Definition held) in graph.States.Zip(graph.Main.Inputs.Skip(graph.Inputs.Length)))
            Row("state", $"{state.Name}: {held.Type} = {AttributeValue.WriteReal(state.Initial)}");
        Row("parameters", Number(ModelWeights.Of(graph).Declarations.Sum(Count)));
        Row("multiply-adds", $"{Number(cost.Full)} for a sample that takes no exit");
        Row("blocks", $"{compilation.Regions.Functions.Sum(f => f.Blocks.Count())} in {compilation.Regions.Functions.Length} functions");
        Row("memory", $"{Number(compilation.Plan.BytesPerLane)} bytes for each sample of a batch");
        console.Write(table);
    }

    private static void ShowWeights(IAnsiConsole console, ModelGraph graph)
    {
        Table table = Headed("weight", "type", "parameters");
        foreach (WeightDeclaration weight in ModelWeights.Of(graph).Declarations)
            table.AddRow(Markup.Escape(weight.Path), Markup.Escape(Shapes.Text(weight.Type, weight.Shape)), Number(Count(weight)));
        console.Write(table);
    }

    /// <summary>How the cpu target keeps weights in memory. Paths are those of functions; each hole stands for as many weights.</summary>
    private static void ShowForms(IAnsiConsole console, RegionProgram program)
    {
        Table table = Headed("stored on cpu", "function", "bytes", "form");
        foreach (WeightUse use in WeightUse.Of(program))
            table.AddRow(Markup.Escape($"{use.Path}"), Markup.Escape(use.Function), Number(use.Bytes), Markup.Escape(use.Reason));
        if (table.Rows.Count > 0)
            console.Write(table);
    }

    private static void ShowOperators(IAnsiConsole console, Compilation compilation, Func<SizeSymbol, long> valueOf)
    {
        Table table = Headed("line", "function", "operator", "inputs", "result", "multiply-adds");
        foreach (Function function in compilation.Bound.Functions)
        {
            var types = new RegionFunction(function, []).Definitions.ToDictionary(d => d.Id, d => d.Type);
            foreach (Node node in function.Body.AllNodes().Where(n => n.Operator is not (ControlOperator or Constant or SizeValue)))
            {
                EquatableArray<TensorType> inputs = [.. node.Inputs.Select(i => types[i])];
                long multiplyAdds = node.Operator.MultiplyAdds(inputs, [.. node.Results.Select(r => r.Type)]).Evaluate(valueOf);
                string attributes = string.Join(", ", node.Operator.Attributes.Select(a => $"{a.Name}: {a.Value}"));
                table.AddRow(
                    Markup.Escape(PlaceOf(node.Origin)),
                    Markup.Escape(function.Name),
                    Markup.Escape(attributes.Length == 0 ? node.Operator.Name : $"{node.Operator.Name} {attributes}"),
                    Markup.Escape(string.Join(", ", inputs)),
                    Markup.Escape(string.Join(", ", node.Results.Select(r => r.Type))),
                    multiplyAdds == 0 ? "" : Number(multiplyAdds)
                );
            }
        }
        console.Write(table);
    }

    private static void ShowRegions(IAnsiConsole console, Compilation compilation, RegionCost cost)
    {
        Table table = Headed("block", "function", "operators", "multiply-adds", "reads", "gives");
        foreach (RegionFunction function in compilation.Regions.Functions)
        {
            foreach (Block block in function.Blocks)
            {
                table.AddRow(
                    $"{block.Id}",
                    Markup.Escape(function.Name),
                    Number(block.Nodes.Count(n => !RegionCutter.IsImmaterial(n))),
                    Number(cost.Blocks[block.Id]),
                    Markup.Escape(string.Join(" ", block.LiveIns)),
                    Markup.Escape(string.Join(" ", block.LiveOuts))
                );
            }
        }
        console.Write(table);
    }

    /// <summary>The rows of one lane: values that never live at the same time share some.</summary>
    private static void ShowMemory(IAnsiConsole console, MemoryPlan plan)
    {
        Table table = Headed("bytes from", "to", "function", "values");
        foreach (FunctionPlan function in plan.Functions)
        {
            ILookup<int, Definition> values = function
                .Function.Definitions.OrderBy(d => d.Id)
                .Select(d => (Definition: d, Place: function.Places.GetValueOrDefault(d.Id) as Place.Buffer))
                .Where(d => d.Place is not null)
                .ToLookup(d => d.Place!.Slot, d => d.Definition);
            for (int i = 0; i < function.Slots.Length; i++)
            {
                Slot slot = function.Slots[i];
                string[] held = [.. values[i].Select(d => $"{d.Name ?? d.Id.ToString()}: {d.Type}").Distinct()];
                table.AddRow(
                    Number(slot.Offset),
                    Number(slot.Offset + slot.Bytes),
                    Markup.Escape(function.Function.Name),
                    Markup.Escape(held.Length == 0 ? "to exchange values" : string.Join(", ", held))
                );
            }
        }
        if (table.Rows.Count > 0)
            console.Write(table);
    }

    private static void ShowExits(IAnsiConsole console, ModelGraph graph)
    {
        if (!graph.HasExits)
            return;
        Table table = Headed("exit", "name", "line");
        IReadOnlyList<string> names = ExitNumbers.NamesOf(graph);
        foreach ((LeaveSite site, int number) in graph.LeaveSites.SelectMany(s => s.Numbers.Select(n => (s, n))).OrderBy(p => p.n))
            table.AddRow($"{number}", Markup.Escape(names[number]), Markup.Escape(PlaceOf(site.Origin)));
        console.Write(table);
    }

    // Of an imported file its name alone: the function says which one it is, and the table stays narrow.
    private static string PlaceOf(Origin origin) =>
        origin.File is null ? $"{origin.Line}" : $"{origin.File[(origin.File.LastIndexOf('/') + 1)..]}:{origin.Line}";

    private static long Count(WeightDeclaration weight) => weight.Shape.Aggregate(1L, (n, d) => n * d);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static Table Plain() => new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn("");

    private static Table Headed(params string[] columns) =>
        new Table()
            .Border(TableBorder.Simple)
            .AddColumns([.. columns.Select((name, i) => i == 0 ? new TableColumn(name).NoWrap() : new TableColumn(name))]);
}
