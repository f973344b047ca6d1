using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace DynCompile.Onnx;

/// <summary>
/// The host program of a model whose regions are ONNX files: <c>model.json</c>, as docs/onnx.md says. Values have names that are unique
/// in their function; types are written as in the language, <c>f32[8, width]</c>.
/// </summary>
public sealed partial record HostManifest
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "dyncompile-onnx";

    /// <summary>The version that this code writes, and the only one that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The file's name in its folder.</summary>
    public const string FileName = "model.json";

    /// <summary>How the manifest is written and read.</summary>
    public static JsonSerializerOptions Json { get; } =
        new()
        {
            WriteIndented = true,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

    public required string Format { get; init; }
    public required int Version { get; init; }

    /// <summary>The model's name in its text.</summary>
    public required string Model { get; init; }

    /// <summary>The ONNX operator set of all regions.</summary>
    public required int Opset { get; init; }

    /// <summary>The safetensors file of all weights; regions read theirs from it too.</summary>
    public required string Weights { get; init; }

    /// <summary>What the caller gives, in order: the first arguments of <see cref="Main"/>.</summary>
    public required IReadOnlyList<Port> Inputs { get; init; }

    /// <summary>What the caller gets, in order: the first results of <see cref="Main"/>.</summary>
    public required IReadOnlyList<Port> Results { get; init; }

    /// <summary>What the model keeps from call to call: the last arguments and the last results of <see cref="Main"/>.</summary>
    public required IReadOnlyList<KeptState> States { get; init; }

    /// <summary>The sizes that a caller may set, and their values; the largest unless set.</summary>
    public required IReadOnlyList<ElasticSize> Elastics { get; init; }

    public required IReadOnlyList<RegionFile> Regions { get; init; }

    /// <summary>A function calls only those before it; the last is the model.</summary>
    public required IReadOnlyList<HostFunction> Functions { get; init; }

    [JsonIgnore]
    public HostFunction Main => Functions[^1];

    public string ToJson() =>
        Lists().Replace(JsonSerializer.Serialize(this, Json), l => $"[{string.Join(", ", Items().Matches(l.Value).Select(i => i.Value))}]");

    // Lists of names and numbers stand in one line each.
    [GeneratedRegex("""\[(\s*("([^"\\]|\\.)*"|-?[0-9.eE+-]+),?)*\s*\]""")]
    private static partial Regex Lists();

    [GeneratedRegex("""("([^"\\]|\\.)*"|-?[0-9.eE+-]+)""")]
    private static partial Regex Items();

    /// <exception cref="JsonException">The text is no manifest, or of another version.</exception>
    public static HostManifest Parse(string json)
    {
        HostManifest manifest = JsonSerializer.Deserialize<HostManifest>(json, Json) ?? throw new JsonException("the manifest is null");
        if (manifest.Format != FormatName)
            throw new JsonException($"the format is `{manifest.Format}`, not `{FormatName}`");
        if (manifest.Version != CurrentVersion)
            throw new JsonException($"version {manifest.Version}, this reads {CurrentVersion}");
        return manifest;
    }
}

/// <summary>A named input or result of the model.</summary>
public sealed record Port(string Name, string Type);

/// <summary>A state and the number that all its elements are at first.</summary>
public sealed record KeptState(string Name, string Type, double Initial);

public sealed record ElasticSize(string Name, IReadOnlyList<long> Values);

/// <summary>
/// A condition-free ONNX file. Its inputs are <c>x0…</c> (values), <c>w0…</c> (weights that the host binds) and <c>s0…</c> (sizes, i64[1]), its
/// outputs <c>y0…</c> (values) and <c>f0…</c> (bools, true for a fault).
/// </summary>
/// <param name="Id">Its place in the list.</param>
/// <param name="File">Beside the manifest.</param>
/// <param name="Inputs">How many values it reads.</param>
/// <param name="Outputs">How many values it gives.</param>
/// <param name="Faults">How many outputs tell of faults.</param>
/// <param name="Weights">How many weights the host binds; others lie in the region.</param>
/// <param name="Operators">How many ONNX nodes it has.</param>
public sealed record RegionFile(int Id, string File, int Inputs, int Weights, int Outputs, int Faults, int Operators);

/// <summary>The model or one of its blocks.</summary>
public sealed record HostFunction(string Name, IReadOnlyList<string> Arguments, IReadOnlyList<HostStep> Steps);

/// <summary>
/// A tensor of the weights' file: its name with a pair of braces for each of <paramref name="Indices"/>, below the path that the function
/// was called under.
/// </summary>
public sealed record WeightBinding(string Tensor, IReadOnlyList<string> Indices);

/// <summary>One step of a function. Steps run in order; a step that holds others runs them as its kind says.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(RunRegion), "run")]
[JsonDerivedType(typeof(SetConstant), "set")]
[JsonDerivedType(typeof(Branch), "if")]
[JsonDerivedType(typeof(Repeat), "loop")]
[JsonDerivedType(typeof(Choose), "switch")]
[JsonDerivedType(typeof(Resize), "with")]
[JsonDerivedType(typeof(Invoke), "call")]
[JsonDerivedType(typeof(Move), "move")]
[JsonDerivedType(typeof(Jump), "jump")]
[JsonDerivedType(typeof(Leave), "leave")]
public abstract record HostStep;

/// <summary>Runs a region: its inputs and outputs by place.</summary>
/// <param name="Sizes">The names of the sizes for <c>s0…</c>.</param>
/// <param name="Faults">The places in the model's text that <c>f0…</c> stand for.</param>
public sealed record RunRegion(
    int Region,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<WeightBinding> Weights,
    IReadOnlyList<string> Sizes,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Faults
) : HostStep;

/// <summary>Sets a value to numbers, in row-major order; bools are 0 and 1.</summary>
public sealed record SetConstant(string Value, string Type, IReadOnlyList<double> Numbers) : HostStep;

/// <summary>Runs one side by a bool.</summary>
public sealed record Branch(string Value, IReadOnlyList<HostStep> Then, IReadOnlyList<HostStep> Else) : HostStep;

/// <summary>
/// Sets <paramref name="Carried"/> to <paramref name="Initial"/>, then runs <paramref name="Body"/> for <paramref name="Iteration"/> = 0, 1, … (an i32),
/// at most <paramref name="Most"/> times and, where a size bounds it, below the i32 <paramref name="Limit"/>; while <paramref name="Condition"/>, which
/// <paramref name="ConditionSteps"/> compute before each iteration, is true. Behind the loop the carried values are called
/// <paramref name="Results"/>.
/// </summary>
public sealed record Repeat(
    long Most,
    string Iteration,
    IReadOnlyList<string> Carried,
    IReadOnlyList<string> Initial,
    IReadOnlyList<string> Results,
    IReadOnlyList<HostStep> ConditionSteps,
    IReadOnlyList<HostStep> Body,
    string? Limit = null,
    string? Condition = null
) : HostStep;

/// <summary>Checks that an index is in 0..<paramref name="Count"/> and runs the body with it under the name <paramref name="Chosen"/>.</summary>
public sealed record Choose(string Index, int Count, string Chosen, IReadOnlyList<HostStep> Body, string Place) : HostStep;

/// <summary>Checks that an elastic size lists a value and runs the body with <paramref name="Size"/> set to it.</summary>
public sealed record Resize(string Value, IReadOnlyList<long> Values, string Size, IReadOnlyList<HostStep> Body, string Place) : HostStep;

/// <summary>Calls a function, whose weights lie below <paramref name="Path"/> under the caller's own.</summary>
public sealed record Invoke(string Function, WeightBinding Path, IReadOnlyList<string> Arguments, IReadOnlyList<string> Results) : HostStep;

/// <summary>Renames values, all at once.</summary>
public sealed record Move(IReadOnlyList<string> From, IReadOnlyList<string> To) : HostStep;

/// <summary>Goes on with the nearest loop's next iteration (<c>continue</c>) or behind it (<c>break</c>).</summary>
public sealed record Jump(string To) : HostStep;

/// <summary>Ends the function with its results.</summary>
public sealed record Leave(IReadOnlyList<string> Values) : HostStep;
