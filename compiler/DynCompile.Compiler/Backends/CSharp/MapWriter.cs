using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>What an elementwise loop reads: rows, or a number that the host program has.</summary>
internal sealed record MapInput(TensorType Type, bool IsHost);

/// <summary>
/// Writes elementwise operators as loops. Axes along which every input moves alike are one axis of the loop; equal loops are
/// written once.
/// </summary>
internal sealed class MapWriter
{
    /// <summary>Floats in a vector of the emitted loops.</summary>
    private const int Width = 8;

    private readonly Dictionary<string, string> _methods = [];
    private readonly List<(string Name, string Text)> _inOrder = [];

    /// <summary>Adds the loop of a body if it is new; the result is the call's name and extents.</summary>
    /// <param name="output">The result's shape, which the inputs broadcast to.</param>
    public (string Method, IReadOnlyList<Size> Extents) Add(Scalar body, IReadOnlyList<MapInput> inputs, TensorType output)
    {
        var axes = Collapse(inputs, output);
        string text = Write(body, inputs, output.Element, axes);
        if (!_methods.TryGetValue(text, out string? name))
        {
            name = $"Map{_methods.Count + 1}";
            _methods.Add(text, name);
            _inOrder.Add((name, text));
        }
        return (name, [.. axes.Select(a => a.Extent)]);
    }

    public void WriteAll(CodeWriter writer)
    {
        foreach ((string name, string text) in _inOrder)
        {
            writer.Line();
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            foreach (string line in text.Replace("%name%", name).Split('\n'))
                writer.Line(line);
        }
    }

    /// <summary>One axis of the loop: its extent, and which inputs move along it.</summary>
    private sealed record Axis(Size Extent, EquatableArray<bool> Moves);

    // [8, 28, 28] with [8, 1, 1] ==> axes of 8 (both move) and 784 (the first moves)
    private static List<Axis> Collapse(IReadOnlyList<MapInput> inputs, TensorType output)
    {
        var axes = new List<Axis>();
        for (int d = 0; d < output.Rank; d++)
        {
            Size extent = output.Shape[d];
            if (extent == Size.One)
                continue;
            EquatableArray<bool> moves = [.. inputs.Select(i => Moves(i.Type, output.Rank - d))];
            if (axes.Count > 0 && axes[^1].Moves == moves)
                axes[^1] = new Axis(axes[^1].Extent * extent, moves);
            else
                axes.Add(new Axis(extent, moves));
        }
        return axes;
    }

    private static bool Moves(TensorType type, int fromEnd) => type.Rank >= fromEnd && type.Shape[type.Rank - fromEnd] != Size.One;

    private static string Write(Scalar body, IReadOnlyList<MapInput> inputs, ElementType element, List<Axis> axes)
    {
        var writer = new CodeWriter();
        var parameters = new List<string> { "Lanes live" };
        for (int k = 0; k < inputs.Count; k++)
            parameters.Add(
                inputs[k].IsHost
                    ? $"{CSharpTypes.Name(inputs[k].Type.Element)} x{k}"
                    : $"Rows<{CSharpTypes.Name(inputs[k].Type.Element)}> x{k}"
            );
        parameters.Add($"Rows<{CSharpTypes.Name(element)}> y");
        parameters.AddRange(axes.Select((_, d) => $"int n{d}"));
        if (body.CanFault)
            parameters.Add("FaultSite site");
        string modifier = body.CanFault ? "private" : "private static";
        using (writer.Block($"{modifier} void %name%({string.Join(", ", parameters)})"))
        using (writer.Block("foreach (int lane in live)"))
        {
            for (int k = 0; k < inputs.Count; k++)
            {
                if (!inputs[k].IsHost)
                    writer.Line($"ref {CSharpTypes.Name(inputs[k].Type.Element)} from{k} = ref x{k}[lane];");
            }
            writer.Line($"ref {CSharpTypes.Name(element)} to = ref y[lane];");
            WriteAxis(0, body, inputs, axes, writer);
        }
        return writer.ToString().TrimEnd('\n');
    }

    private static void WriteAxis(int d, Scalar body, IReadOnlyList<MapInput> inputs, List<Axis> axes, CodeWriter writer)
    {
        if (axes.Count == 0)
        {
            writer.Line($"to = {ScalarText.Element(body, a => inputs[a.Index].IsHost ? $"x{a.Index}" : $"from{a.Index}", Fault)};");
            return;
        }
        if (d < axes.Count - 1)
        {
            using (writer.Block($"for (int i{d} = 0; i{d} < n{d}; i{d}++)"))
                WriteAxis(d + 1, body, inputs, axes, writer);
            return;
        }
        WriteInnermost(body, inputs, axes, writer);
    }

    private const string Fault = "lane, site";

    private static void WriteInnermost(Scalar body, IReadOnlyList<MapInput> inputs, List<Axis> axes, CodeWriter writer)
    {
        int last = axes.Count - 1;
        for (int k = 0; k < inputs.Count; k++)
        {
            if (!inputs[k].IsHost && axes.Take(last).Any(a => a.Moves[k]))
                writer.Line($"int at{k} = {Offset(axes, axis => axis.Moves[k])};");
        }
        if (last > 0)
            writer.Line($"int at = {Offset(axes, _ => true)};");
        bool isVector = ScalarText.IsVectorisable(body) && inputs.All(i => !i.IsHost);
        string i = $"i{last}";
        string n = $"n{last}";
        string y = last > 0 ? $"at + {i}" : i;
        writer.Line($"int {i} = 0;");
        if (isVector)
        {
            using (writer.Block($"for (; {i} <= {n} - {Width}; {i} += {Width})"))
            {
                string value = ScalarText.Vector(
                    body,
                    a =>
                        axes[last].Moves[a.Index]
                            ? $"Vector256.LoadUnsafe(ref from{a.Index}, (nuint)({At(a.Index)}))"
                            : $"Vector256.Create({Single(a.Index)})"
                );
                writer.Line($"({value}).StoreUnsafe(ref to, (nuint)({y}));");
            }
        }
        using (writer.Block($"for (; {i} < {n}; {i}++)"))
            writer.Line($"Unsafe.Add(ref to, {y}) = {ScalarText.Element(body, a => Single(a.Index), Fault)};");

        bool HasOffset(int k) => axes.Take(last).Any(a => a.Moves[k]);
        string At(int k) => HasOffset(k) ? $"at{k} + {i}" : i;
        string Single(int k)
        {
            if (inputs[k].IsHost)
                return $"x{k}";
            if (axes[last].Moves[k])
                return $"Unsafe.Add(ref from{k}, {At(k)})";
            return HasOffset(k) ? $"Unsafe.Add(ref from{k}, at{k})" : $"from{k}";
        }
    }

    /// <summary>The offset before the innermost axis, over the axes that a tensor has.</summary>
    private static string Offset(List<Axis> axes, Func<Axis, bool> has)
    {
        string offset = "";
        for (int d = 0; d < axes.Count; d++)
        {
            if (!has(axes[d]))
                continue;
            string index = d < axes.Count - 1 ? $"i{d}" : "0";
            offset = offset.Length == 0 ? index : $"({offset}) * n{d} + {index}";
        }
        return offset;
    }
}
