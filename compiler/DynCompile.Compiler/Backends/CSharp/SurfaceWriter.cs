using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>
/// Writes what callers use of a class: loading, calls that take spans of the model's types, its exits and elastic sizes. All of it is thin;
/// the work is the runtime's and the host program's.
/// </summary>
/// <param name="isStub">Whether the model has errors: then every call throws.</param>
internal sealed class SurfaceWriter(ModelOutline model, string className, CSharpOptions options, CodeWriter writer, bool isStub = false)
{
    private const string Broken = "throw new InvalidOperationException(\"the model has errors\")";

    private const string Cancellation = "CancellationToken cancellationToken = default";

    private readonly SurfaceNames _names = new(model);

    private bool HasExits => model.Exits.Length > 0;

    private bool IsElastic => model.Elastics.Length > 0;

    private string ReturnType => HasExits ? "Exit" : "void";

    // ---- the model

    public void WriteFields()
    {
        if (!model.HasState)
            writer.Line("private readonly SessionPool<Session> _sessions;");
    }

    public void WriteConstruction()
    {
        if (!model.HasState)
            writer.Line("_sessions = Pool(() => new Session(this, 1));");
    }

    public void WriteLoading()
    {
        switch (options.Weights)
        {
            case WeightsPlace.Resource resource:
                writer.Line("/// <summary>Loads the weights that are embedded in this assembly.</summary>");
                Member($"public static {className} Load()", $"Load(typeof({className}).Assembly, {Names.Quote(resource.Name)})");
                break;
            case WeightsPlace.File file:
                writer.Line("/// <summary>Loads the weights that lie beside the program.</summary>");
                Member(
                    $"public static {className} Load()",
                    $"Load(global::System.IO.Path.Combine(AppContext.BaseDirectory, {Names.Quote(file.Path)}))"
                );
                break;
        }
        writer.Line("/// <summary>Loads the weights from a file: .safetensors, .npz or .npy.</summary>");
        WriteLoadErrors("<exception cref=\"FileNotFoundException\">There is no such file.</exception>");
        Member($"public static {className} Load(string path)", $"new {className}(WeightSet.Load(path, Weights))");
        writer.Line("/// <summary>Loads the weights from a stream of a safetensors file; it stays open.</summary>");
        WriteLoadErrors();
        Member($"public static {className} Load(Stream stream)", $"new {className}(WeightSet.Load(stream, Weights))");
        writer.Line("/// <summary>Loads the weights from a safetensors file that is embedded in an assembly.</summary>");
        WriteLoadErrors("<exception cref=\"FileNotFoundException\">The assembly has no such resource.</exception>");
        Member(
            $"public static {className} Load(Assembly assembly, string resource)",
            $"new {className}(WeightSet.Load(assembly, resource, Weights))"
        );
        writer.Line("/// <summary>The model with weights that are in memory.</summary>");
        Member($"public static {className} Create(WeightSet weights)", $"new {className}(weights)");
    }

    private void WriteLoadErrors(params string[] others)
    {
        foreach (string other in others)
            writer.Line($"/// {other}");
        writer.Line("/// <exception cref=\"TensorFormatException\">It is not a valid file of tensors.</exception>");
        writer.Line("/// <exception cref=\"WeightsException\">Weights are missing or have another type or shape; lists all.</exception>");
    }

    public void WriteModelCalls()
    {
        if (!model.HasState)
            WriteRun();
        if (HasExits)
        {
            writer.Line("/// <summary>How many samples left by an exit since the model was loaded.</summary>");
            Member("public long CountOf(Exit exit)", "ExitStatistics[(int)exit]");
        }
        writer.Line("/// <inheritdoc/>");
        Member("public override Session CreateSession(int maxBatch)", "new Session(this, maxBatch)");
        writer.Line("/// <inheritdoc cref=\"CompiledModel.CreateSession(int, int)\"/>");
        Member("public new Session CreateSession(int maxBatch, int threads)", "(Session)base.CreateSession(maxBatch, threads)");
        if (HasExits)
            WriteExits();
        if (IsElastic)
            WriteOptions();
    }

    private void WriteRun()
    {
        List<string> parameters = [.. SampleParameters];
        WriteCallSummary("Runs one sample. Threads may call it at the same time.", SampleDocumentation);
        if (IsElastic)
        {
            writer.Line("/// <param name=\"options\">The elastic sizes; the largest by default.</param>");
            parameters.Add("Options options = default");
        }
        WriteCallErrors();
        Method(
            $"public {ReturnType} Run({Join(parameters)})",
            [
                "Session session = _sessions.Rent();",
                "try",
                "{",
                .. IsElastic ? new[] { "    session.Use(options);" } : [],
                $"    {Return}session.Run({Join(SampleArguments)});",
                "}",
                "finally",
                "{",
                "    _sessions.Return(session);",
                "}",
            ]
        );
        WriteTensorRun(IsElastic ? "Options options = default" : null, IsElastic ? "options" : null, of: "");
    }

    private void WriteExits()
    {
        writer.Line("/// <summary>Where a sample left the model.</summary>");
        using (writer.Block("public enum Exit"))
        {
            for (int i = 0; i < model.Exits.Length; i++)
            {
                writer.Line($"/// <summary><c>{ClassText.Escaped(model.Exits[i].Name)}</c>, on line {model.Exits[i].Line}.</summary>");
                writer.Line($"{_names.Exits[i]} = {i},");
                writer.Line();
            }
        }
        writer.Line();
    }

    private void WriteOptions()
    {
        writer.Line(
            "/// <summary>The elastic sizes of a call: some set, or all chosen by a budget; those not set are the largest.</summary>"
        );
        using (writer.Block("public readonly record struct Options"))
        {
            for (int i = 0; i < model.Elastics.Length; i++)
            {
                ModelOutline.Elastic elastic = model.Elastics[i];
                writer.Line($"/// <summary><c>{elastic.Name}</c>: one of {elastic.Values}.</summary>");
                writer.Line($"public int? {_names.Elastics[i]} {{ get; init; }}");
                writer.Line();
            }
            writer.Line("/// <summary>Multiply-adds of a sample that takes no exit: the costliest sizes within it are taken.</summary>");
            writer.Line("public long? Budget { get; init; }");
        }
        writer.Line();
    }

    // ---- the session

    public void WriteSessionSummary() => writer.Line("/// <summary>The memory of a running model, for one thread at a time.</summary>");

    public void WriteSessionCalls()
    {
        if (IsElastic)
        {
            writer.Line("/// <summary>Chooses the elastic sizes of the calls that follow.</summary>");
            writer.Line(
                "/// <exception cref=\"ArgumentException\">A size is not listed, the budget too small, or both are given.</exception>"
            );
            Member(
                "public void Use(Options options)",
                $"ChooseSizes(options.Budget, [{Join(_names.Elastics.Select(n => $"options.{n}"))}])"
            );
        }
        WriteSessionRun();
        WriteRunBatch();
    }

    private void WriteSessionRun()
    {
        WriteCallSummary($"Runs one sample{(model.HasState ? ", by the state of the first lane" : "")}.", SampleDocumentation);
        WriteCallErrors();
        var lines = new List<string>();
        var results = new List<string>();
        foreach ((ModelOutline.Port result, string name) in Results)
        {
            // A fault leaves the caller's variable as it is.
            if (result.IsScalar)
                lines.Add($"Unsafe.SkipInit(out {name});");
            results.Add(result.IsScalar ? $"new Span<{TypeOf(result)}>(ref {name})" : name);
        }
        if (HasExits)
        {
            lines.Add("Exit exit = default;");
            results.Add("new Span<Exit>(ref exit)");
        }
        IEnumerable<string> inputs = Inputs.Select(i => i.Port.IsScalar ? $"new ReadOnlySpan<{TypeOf(i.Port)}>(in {i.Name})" : i.Name);
        lines.Add($"RunBatch({Join([.. inputs, "1", .. results])});");
        if (HasExits)
            lines.Add("return exit;");
        Method($"public {ReturnType} Run({Join(SampleParameters)})", [.. lines]);
        WriteTensorRun(null, null, of: "Model.");
    }

    private void WriteRunBatch()
    {
        string state = model.HasState ? " Each sample goes by the state of its lane." : "";
        WriteCallSummary($"Runs a batch of any size; the samples are regrouped at every branch.{state}", BatchDocumentation);
        WriteBatchErrors();
        List<string> parameters =
        [
            .. Inputs.Select(i => $"ReadOnlySpan<{TypeOf(i.Port)}> {i.Name}"),
            "int count",
            .. BatchResults.Select(r => $"Span<{r.Type}> {r.Name}"),
            Cancellation,
        ];
        List<string> spans = [.. Inputs.Select(i => i.Name), .. BatchResults.Select(r => r.Name)];
        Method(
            $"public void RunBatch({Join(parameters)})",
            [
                .. Inputs.Select((i, n) => $"RequireInput({n}, {i.Name}.Length, count, nameof({i.Name}));"),
                .. BatchResults.Select((r, n) => $"RequireResult({n}, {r.Name}.Length, count, nameof({r.Name}));"),
                $"RunBatch(new Batch(this, {Join(spans)}), count, cancellationToken);",
            ]
        );
        WriteTensorRunBatch();
        if (!isStub)
            WriteBatch();
    }

    private void WriteBatch()
    {
        List<(string Type, string Name)> spans =
        [
            ("Session", "session"),
            .. Inputs.Select(i => ($"ReadOnlySpan<{TypeOf(i.Port)}>", i.Name)),
            .. BatchResults.Select(r => ($"Span<{r.Type}>", r.Name)),
        ];
        using (writer.Block("private readonly ref struct Batch : IBatch"))
        {
            foreach ((string type, string name) in spans)
                writer.Line($"private readonly {type} _{name};");
            writer.Line();
            Method($"public Batch({Join(spans.Select(s => $"{s.Type} {s.Name}"))})", [.. spans.Select(s => $"_{s.Name} = {s.Name};")]);
            Method(
                "public void CopyIn(ModelSession session, int first, int count)",
                Inputs.Any()
                    ? ["var lanes = (Session)session;", .. Inputs.Select((i, n) => $"lanes.CopyIn({n}, _{i.Name}, first, count);")]
                    : []
            );
            Method("public void CopyOut()", [.. BatchResults.Select((r, n) => $"_session.CopyResult({n}, _{r.Name});")]);
        }
        writer.Line();
    }

    // ---- calls by tensor spans

    private bool HasTensorCalls => options.HasTensorSpans && Inputs.Concat(Results).Any(p => !p.Port.IsScalar);

    /// <param name="of">What knows the model's ports: nothing in the model, <c>Model.</c> in its session.</param>
    private void WriteTensorRun(string? lastParameter, string? lastArgument, string of)
    {
        if (!HasTensorCalls)
            return;
        List<TensorParameter> ports =
        [
            .. Inputs.Select((p, n) => InputOf(p, $"{of}Inputs[{n}]", $"{TypeOf(p.Port)} {p.Name}", p.Name)),
            .. Results.Select((p, n) => ResultOf(p, $"{of}Outputs[{n}]", $"out {TypeOf(p.Port)} {p.Name}", $"out {p.Name}")),
        ];
        WriteCallSummary("Runs one sample that lies in dense tensors.", SampleDocumentation);
        if (lastArgument is not null)
            writer.Line($"/// <param name=\"{lastArgument}\">The elastic sizes; the largest by default.</param>");
        WriteCallErrors();
        WriteTensorPriority();
        IEnumerable<string> last = lastParameter is null ? [] : [lastParameter];
        IEnumerable<string> passed = lastArgument is null ? [] : [lastArgument];
        Method(
            $"public {ReturnType} Run({Join(ports.Select(p => p.Parameter).Concat(last))})",
            [
                .. ports
                    .Where(p => p.Info is not null)
                    .Select(p => $"{p.Info}.RequireShape({p.Name}.Lengths, {p.Name}.IsDense, nameof({p.Name}));"),
                $"{Return}Run({Join(ports.Select(p => p.Argument).Concat(passed))});",
            ]
        );
    }

    private void WriteTensorRunBatch()
    {
        if (!HasTensorCalls)
            return;
        List<TensorParameter> inputs =
        [
            .. Inputs.Select((p, n) => InputOf(p, $"Model.Inputs[{n}]", $"ReadOnlySpan<{TypeOf(p.Port)}> {p.Name}", p.Name)),
        ];
        List<TensorParameter> results =
        [
            .. Results.Select((p, n) => ResultOf(p, $"Model.Outputs[{n}]", $"Span<{TypeOf(p.Port)}> {p.Name}", p.Name)),
        ];
        if (HasExits)
            results.Add(new TensorParameter("exits", null, "Span<Exit> exits", "exits"));
        WriteCallSummary("Runs a batch that lies in dense tensors, whose first axis is the sample.", BatchDocumentation);
        WriteBatchErrors();
        WriteTensorPriority();
        Method(
            $"public void RunBatch({Join([.. inputs.Select(p => p.Parameter), "int count", .. results.Select(p => p.Parameter), Cancellation])})",
            [
                .. inputs
                    .Concat(results)
                    .Where(p => p.Info is not null)
                    .Select(p => $"{p.Info}.RequireBatchShape({p.Name}.Lengths, count, {p.Name}.IsDense, nameof({p.Name}));"),
                $"RunBatch({Join([.. inputs.Select(p => p.Argument), "count", .. results.Select(p => p.Argument), "cancellationToken"])});",
            ]
        );
    }

    /// <summary>How a call by tensor spans takes a port and hands it to the call by spans.</summary>
    /// <param name="Info">What checks the tensor's shape; null for what is no tensor.</param>
    private sealed record TensorParameter(string Name, string? Info, string Parameter, string Argument);

    private static TensorParameter InputOf((ModelOutline.Port Port, string Name) port, string info, string parameter, string argument) =>
        port.Port.IsScalar ? new(port.Name, null, parameter, argument) : TensorOf(port, info, "ReadOnly", "in");

    private static TensorParameter ResultOf((ModelOutline.Port Port, string Name) port, string info, string parameter, string argument) =>
        port.Port.IsScalar ? new(port.Name, null, parameter, argument) : TensorOf(port, info, "", "ref");

    private static TensorParameter TensorOf((ModelOutline.Port Port, string Name) port, string info, string kind, string way)
    {
        string elements = $"{way} {port.Name}.GetPinnableReference(), checked((int){port.Name}.FlattenedLength)";
        return new(
            port.Name,
            info,
            $"in {kind}TensorSpan<{TypeOf(port.Port)}> {port.Name}",
            $"global::System.Runtime.InteropServices.MemoryMarshal.Create{kind}Span({elements})"
        );
    }

    // Arrays and spans convert to tensor spans, too.
    private void WriteTensorPriority() => writer.Line("[OverloadResolutionPriority(-1)]");

    // ---- parts of signatures

    private IEnumerable<(ModelOutline.Port Port, string Name)> Inputs => model.Inputs.Zip(_names.Inputs, (p, n) => (p, n));

    private IEnumerable<(ModelOutline.Port Port, string Name)> Results => model.Results.Zip(_names.Results, (p, n) => (p, n));

    private IEnumerable<(string Type, string Name)> BatchResults =>
        [.. Results.Select(r => (TypeOf(r.Port), r.Name)), .. HasExits ? new[] { ("Exit", "exits") } : []];

    private IEnumerable<string> SampleParameters =>
        [
            .. Inputs.Select(i => i.Port.IsScalar ? $"{TypeOf(i.Port)} {i.Name}" : $"ReadOnlySpan<{TypeOf(i.Port)}> {i.Name}"),
            .. Results.Select(r => r.Port.IsScalar ? $"out {TypeOf(r.Port)} {r.Name}" : $"Span<{TypeOf(r.Port)}> {r.Name}"),
        ];

    private IEnumerable<string> SampleArguments =>
        [.. Inputs.Select(i => i.Name), .. Results.Select(r => r.Port.IsScalar ? $"out {r.Name}" : r.Name)];

    private IEnumerable<string> SampleDocumentation =>
        Inputs.Concat(Results).Select(p => $"<param name=\"{p.Name}\"><c>{ClassText.Escaped($"{p.Port.Name}: {p.Port.Type}")}</c></param>");

    private IEnumerable<string> BatchDocumentation =>
        [
            .. Inputs.Select(i => ParameterOfBatch(i.Port, i.Name)),
            "<param name=\"count\">How many samples.</param>",
            .. Results.Select(r => ParameterOfBatch(r.Port, r.Name)),
            .. HasExits ? new[] { "<param name=\"exits\">Where each sample left.</param>" } : [],
            "<param name=\"cancellationToken\">Looked at before each block of the model.</param>",
        ];

    private static string ParameterOfBatch(ModelOutline.Port port, string name) =>
        $"<param name=\"{name}\"><c>{ClassText.Escaped($"{port.Name}: {port.Type}")}</c> of each sample, one behind the other.</param>";

    private static string TypeOf(ModelOutline.Port port) => CSharpTypes.Name(port.Element);

    private static string Join(IEnumerable<string> items) => string.Join(", ", items);

    private string Return => HasExits ? "return " : "";

    private void WriteCallSummary(string summary, IEnumerable<string> parameters)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        foreach (string parameter in parameters)
            writer.Line($"/// {parameter}");
    }

    private void WriteCallErrors()
    {
        writer.Line(
            "/// <exception cref=\"ArgumentException\">An argument has another size than the model; the message says both.</exception>"
        );
        writer.Line("/// <exception cref=\"DynRunException\">The model faulted: no result is written.</exception>");
        writer.Line("/// <exception cref=\"ObjectDisposedException\">The model is disposed.</exception>");
    }

    private void WriteBatchErrors()
    {
        WriteCallErrors();
        writer.Line("/// <exception cref=\"OperationCanceledException\">Cancelled: no result is written.</exception>");
    }

    private void Member(string head, string value)
    {
        writer.Line($"{head} => {(isStub ? Broken : value)};");
        writer.Line();
    }

    private void Method(string head, IEnumerable<string> lines)
    {
        if (isStub)
        {
            Member(head, "");
            return;
        }
        using (writer.Block(head))
        {
            foreach (string line in lines)
                writer.Line(line);
        }
        writer.Line();
    }
}
