using System.Collections.Immutable;
using System.Text;
using DynCompile.Runtime;
using DynCompile.Tensors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DynCompile.SourceGenerator.Tests;

using Compilation = Microsoft.CodeAnalysis.Compilation;

/// <summary>A C# project in memory: its code, its .dnn files and what it says about them.</summary>
internal sealed class UserProject
{
    private const string Folder = "/user/app/";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(CompiledModel).Assembly.Location)
            .Append(typeof(Tensor).Assembly.Location)
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    private readonly Dictionary<string, AdditionalText> _files = [];
    private readonly Dictionary<string, Dictionary<string, string>> _metadata = [];
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    public UserProject(string code, params (string Path, string Text)[] files)
    {
        _compilation = CSharpCompilation.Create(
            "app",
            [Parse(code)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        foreach ((string path, string text) in files)
            _files.Add(path, new File(Folder + path, text));
        _driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            _files.Values,
            Language,
            new Options(this),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
        );
    }

    /// <summary>The code together with what was generated.</summary>
    public Compilation Whole { get; private set; } = null!;

    /// <summary>The project's metadata of a file: DynModel, Namespace, Weights.</summary>
    public UserProject With(string path, string name, string value)
    {
        if (!_metadata.TryGetValue(Folder + path, out Dictionary<string, string>? values))
            _metadata.Add(Folder + path, values = []);
        values[$"build_metadata.AdditionalFiles.{name}"] = value;
        return this;
    }

    /// <summary>The project's folder is called otherwise in what is compiled.</summary>
    public UserProject WithPathMap(string name)
    {
        var resolver = new SourceFileResolver([], baseDirectory: null, [new(Folder, name)]);
        _compilation = _compilation.WithOptions(_compilation.Options.WithSourceReferenceResolver(resolver));
        return this;
    }

    /// <summary>What the generator reports.</summary>
    public ImmutableArray<Diagnostic> Generate()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out Compilation whole, out ImmutableArray<Diagnostic> found);
        Whole = whole;
        return found;
    }

    /// <summary>All that the user sees: the generator's findings and the C# compiler's, documentation included.</summary>
    public IEnumerable<string> AllFindings() =>
        Generate().Concat(Whole.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)).Select(Short);

    /// <summary>Nobody reports anything.</summary>
    public void AssertClean()
    {
        string findings = string.Join("\n", Generate().Concat(Whole.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)));
        Assert.True(findings.Length == 0, findings);
    }

    public GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    /// <summary>How a step's outputs came about in the last run, the same ones once.</summary>
    public IEnumerable<IncrementalStepRunReason> ReasonsOf(string step) =>
        Result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason).Distinct().Order();

    public IEnumerable<IncrementalStepRunReason> ReasonsOfOutputs() =>
        Result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason).Distinct().Order();

    public void EditCode(string code) => _compilation = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees.Single(), Parse(code));

    public void EditFile(string path, string text)
    {
        var edited = new File(Folder + path, text);
        _driver = _driver.ReplaceAdditionalText(_files[path], edited);
        _files[path] = edited;
    }

    /// <summary>`nets/a.dnn:3,5-3,8: DYN0012`</summary>
    public static string Short(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        string path = place.Path.StartsWith(Folder, StringComparison.Ordinal) ? place.Path[Folder.Length..] : place.Path;
        LinePosition start = place.Span.Start;
        LinePosition end = place.Span.End;
        return $"{path}:{start.Line + 1},{start.Character + 1}-{end.Line + 1},{end.Character + 1}: {diagnostic.Id}";
    }

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, Language, "Program.cs");

    private sealed class File(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
    }

    private sealed class Options(UserProject project) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } =
            new Values(new() { ["build_property.RootNamespace"] = "App", ["build_property.ProjectDir"] = Folder });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Values(project._metadata.GetValueOrDefault(textFile.Path) ?? []);
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
