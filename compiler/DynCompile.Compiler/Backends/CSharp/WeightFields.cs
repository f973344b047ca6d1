using System.Globalization;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>The forms of weights in the runtime's types.</summary>
internal static class WeightFormText
{
    public static string TypeName(this WeightForm form) =>
        form switch
        {
            WeightForm.Plain plain => $"Rows<{CSharpTypes.Name(plain.Element)}>",
            WeightForm.Matrix => "PackedMatrix",
            WeightForm.SparseMatrix => "PackedSparseMatrix",
            WeightForm.SharedSparseMatrix => "PackedSharedSparseMatrix",
            WeightForm.MatrixI8 => "PackedMatrixI8",
            WeightForm.ConvolutionI8 => "PackedConvolutionI8",
            _ => "PackedConvolution",
        };

    /// <summary>The expression that makes it of a stored tensor.</summary>
    public static string Make(this WeightForm form, string tensor) =>
        form switch
        {
            WeightForm.Plain { Reading: WeightReading.Quantized } =>
                $"model.Own(new WeightRows<sbyte>(RowQuantization.Quantize({tensor}))).Rows",
            WeightForm.Plain { Reading: WeightReading.RowScales } =>
                $"model.Own(new WeightRows<float>(RowQuantization.Scales({tensor}))).Rows",
            WeightForm.Plain plain => $"model.Own(new WeightRows<{CSharpTypes.Name(plain.Element)}>({tensor})).Rows",
            WeightForm.Matrix { Sparsity: null } => $"model.Own(PackedMatrix.Pack({tensor}))",
            WeightForm.Matrix { Sparsity: { } s } => $"model.Own(PackedMatrix.Pack({tensor}, {Text(s)}))",
            WeightForm.SparseMatrix m => $"model.Own(PackedSparseMatrix.Pack({tensor}, {Text(m.Sparsity)}))",
            WeightForm.SharedSparseMatrix m => $"model.Own(PackedSharedSparseMatrix.Pack({tensor}, {Text(m.Sparsity)}))",
            WeightForm.Convolution { Groups: 1, Sparsity: null } => $"model.Own(PackedConvolution.Pack({tensor}))",
            WeightForm.Convolution { Sparsity: null } c => $"model.Own(PackedConvolution.Pack({tensor}, {c.Groups}))",
            WeightForm.Convolution { Sparsity: { } s } c => $"model.Own(PackedConvolution.Pack({tensor}, {c.Groups}, {Text(s)}))",
            WeightForm.MatrixI8 => $"model.Own(PackedMatrixI8.Pack({tensor}))",
            WeightForm.ConvolutionI8 { Groups: 1 } => $"model.Own(PackedConvolutionI8.Pack({tensor}))",
            WeightForm.ConvolutionI8 c => $"model.Own(PackedConvolutionI8.Pack({tensor}, {c.Groups}))",
            _ => throw new InvalidOperationException(form.ToString()),
        };

    private static string Text(Sparsity s) => s.By == 1 ? $"new Sparsity({s.N}, {s.M})" : $"new Sparsity({s.N}, {s.M}, {s.By})";
}

/// <summary>
/// The class that holds one function's weights, constants and called functions' weights: one object for each path that the
/// function is called under. A path with holes is an array; a fixed path that such an array covers reads from it.
/// </summary>
internal sealed class WeightFields
{
    /// <param name="Make">From the text of a path to the expression that makes the field's value, or one element of it.</param>
    private sealed record Field(string Name, WeightPath Path, string Type, Func<string, string> Make, string Kind);

    private readonly List<Field> _fields = [];
    private readonly List<(string Name, string Type, string Make)> _constants = [];
    private readonly Dictionary<string, string> _constantNames = [];
    private readonly Names _names = new("Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize");

    public WeightFields(string className) => ClassName = className;

    public string ClassName { get; }

    /// <summary>Declares all weights and callees of a function, arrays first, so that they cover single ones.</summary>
    public void Declare(IEnumerable<(WeightPath Path, WeightForm Form)> weights, IEnumerable<(WeightPath Path, string CalleeClass)> callees)
    {
        foreach ((WeightPath path, WeightForm form) in weights.OrderByDescending(w => w.Path.HoleCount))
            Declare(path, form.TypeName(), tensor => form.Make($"weights[{tensor}]"), form.ToString()!);
        foreach ((WeightPath path, string callee) in callees.OrderByDescending(c => c.Path.HoleCount))
        {
            // An empty path is the function's own: a fn shares the weights of its caller.
            string end = path.Segments.IsEmpty ? "" : " + \".\"";
            Declare(path, callee, below => $"new {callee}(model, weights, {below}{end})", callee);
        }
    }

    /// <summary>The text of a weight in a form, its holes filled with host expressions.</summary>
    public string Weight(WeightPath path, WeightForm form, IReadOnlyList<string> indices) => Read(path, form.ToString()!, indices);

    /// <summary>The text of a called function's weights.</summary>
    public string Callee(WeightPath path, string calleeClass, IReadOnlyList<string> indices) => Read(path, calleeClass, indices);

    /// <summary>The text of rows that hold constant numbers.</summary>
    public string Constant(Constant constant)
    {
        string type = CSharpTypes.Name(constant.Type.Element);
        string numbers = string.Join(", ", constant.Values.Select(v => ScalarText.Literal(new Scalar.Literal(v, constant.Type.Element))));
        string make = $"model.Own(new WeightRows<{type}>((ReadOnlySpan<{type}>)[{numbers}])).Rows";
        if (!_constantNames.TryGetValue(make, out string? name))
        {
            name = _names.Pascal("Constant" + (_constants.Count + 1).ToString(CultureInfo.InvariantCulture));
            _constantNames.Add(make, name);
            _constants.Add((name, $"Rows<{type}>", make));
        }
        return $"weights.{name}";
    }

    public void Write(CodeWriter writer, string modelClass)
    {
        using (writer.Block($"private sealed class {ClassName}"))
        {
            foreach (Field field in _fields)
                writer.Line($"public readonly {field.Type}{(field.Path.HoleCount > 0 ? "[]" : "")} {field.Name};");
            foreach ((string name, string type, _) in _constants)
                writer.Line($"public readonly {type} {name};");
            if (_fields.Count + _constants.Count > 0)
                writer.Line();
            using (writer.Block($"public {ClassName}({modelClass} model, WeightSet weights, string path)"))
            {
                foreach (Field field in _fields)
                    WriteMake(field, writer);
                foreach ((string name, _, string make) in _constants)
                    writer.Line($"{name} = {make};");
            }
        }
    }

    private static void WriteMake(Field field, CodeWriter writer)
    {
        if (field.Path.HoleCount == 0)
        {
            string path = field.Path.Segments.IsEmpty ? "path" : $"path + {Names.Quote(field.Path.ToString())}";
            writer.Line($"{field.Name} = {field.Make(path)};");
            return;
        }
        int[] counts = [.. field.Path.HoleCounts];
        int total = counts.Aggregate(1, (n, c) => checked(n * c));
        writer.Line($"{field.Name} = new {field.Type}[{total}];");
        using (writer.Block($"for (int i = 0; i < {total}; i++)"))
            writer.Line($"{field.Name}[i] = {field.Make(PathText(field.Path, counts))};");
    }

    // experts.{8}.up.weight ==> path + "experts." + i % 8 + ".up.weight"
    private static string PathText(WeightPath path, int[] counts)
    {
        var parts = new List<string> { "path" };
        int hole = 0;
        string literal = "";
        for (int s = 0; s < path.Segments.Length; s++)
        {
            if (s > 0)
                literal += ".";
            if (path.Segments[s].Name is { } name)
            {
                literal += name;
                continue;
            }
            if (literal.Length > 0)
                parts.Add(Names.Quote(literal));
            literal = "";
            int below = counts.Skip(hole + 1).Aggregate(1, (n, c) => n * c);
            parts.Add(counts.Length == 1 ? "i" : $"i / {below} % {counts[hole]}");
            hole++;
        }
        if (literal.Length > 0)
            parts.Add(Names.Quote(literal));
        return string.Join(" + ", parts.Select(p => p.Contains('/') && !p.StartsWith("\"", StringComparison.Ordinal) ? $"({p})" : p));
    }

    private void Declare(WeightPath path, string type, Func<string, string> make, string kind)
    {
        if (Find(path, kind) is not null)
            return;
        string name = path.Segments.IsEmpty ? "Own" : string.Join(" ", path.Segments.Where(s => !s.IsHole).Select(s => s.Name));
        _fields.Add(new Field(_names.Pascal(name), path, type, make, kind));
    }

    private string Read(WeightPath path, string kind, IReadOnlyList<string> indices)
    {
        (Field field, IReadOnlyList<string> own) =
            Find(path, kind) ?? throw new InvalidOperationException($"{path} was not declared as {kind}");
        int next = 0;
        List<string> filled = [.. own.Select(o => o.Length == 0 ? indices[next++] : o)];
        if (filled.Count == 0)
            return $"weights.{field.Name}";
        int[] counts = [.. field.Path.HoleCounts];
        string index = filled[0];
        for (int i = 1; i < filled.Count; i++)
            index = $"({index}) * {counts[i]} + {filled[i]}";
        return $"weights.{field.Name}[{index}]";
    }

    /// <summary>The field for a path, and for each of its holes the index that the path fixes (empty where the path has a hole, too).</summary>
    private (Field Field, IReadOnlyList<string> Indices)? Find(WeightPath path, string kind)
    {
        foreach (Field field in _fields.Where(f => f.Kind == kind && f.Path.Segments.Length == path.Segments.Length))
        {
            if (Match(field.Path, path) is { } indices)
                return (field, indices);
        }
        return null;
    }

    private static List<string>? Match(WeightPath field, WeightPath path)
    {
        var indices = new List<string>();
        foreach ((WeightPath.Segment own, WeightPath.Segment asked) in field.Segments.Zip(path.Segments, (a, b) => (a, b)))
        {
            if (!own.IsHole)
            {
                if (own != asked)
                    return null;
                continue;
            }
            if (asked.IsHole)
            {
                if (asked.Count != own.Count)
                    return null;
                indices.Add("");
                continue;
            }
            bool isIndex = int.TryParse(asked.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < own.Count;
            if (!isIndex || asked.Name != index.ToString(CultureInfo.InvariantCulture))
                return null;
            indices.Add(asked.Name!);
        }
        return indices;
    }
}
