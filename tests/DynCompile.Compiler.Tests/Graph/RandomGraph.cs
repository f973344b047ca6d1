using System.Text;

namespace DynCompile.Compiler.Tests.Graph;

/// <summary>
/// Writes random valid graphs in the text form: elementwise and shape operators on f32[4], constants, weights, calls, branches with
/// jumps and loops. Equal seeds give equal texts.
/// </summary>
internal sealed class RandomGraph
{
    private static readonly string[] Unary = ["relu", "exp", "sigmoid", "silu", "abs", "flatten"];
    private static readonly string[] Binary = ["add", "subtract", "multiply", "maximum", "minimum"];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly List<int> _vectors = [];
    private readonly List<int> _bools = [];
    private int _next;

    private RandomGraph(int seed) => _random = new Random(seed);

    /// <summary>A model from f32[4] and i32 to f32[4] with an exit number; its weights are f32[4].</summary>
    public static string Write(int seed)
    {
        var graph = new RandomGraph(seed);
        graph._text.AppendLine("model Random\nexit \"\" [0]\n\nfunc Block(%0: f32[4]) -> (y: f32[4]) {");
        graph.StartFunction(inputs: 1);
        graph.WriteNodes(3, depth: 0, carriedCount: null);
        graph._text.AppendLine($"leave 0 {graph.Vector()}\n}}\n\nfunc Random(%0.x: f32[4], %1.k: i32) -> (y: f32[4], exit: i32) {{");
        graph.StartFunction(inputs: 2);
        graph.WriteNodes(10, depth: 0, carriedCount: null, mayCall: true);
        graph._text.AppendLine($"leave 0 {graph.Vector()}, %1\n}}");
        return graph._text.ToString();
    }

    private void StartFunction(int inputs)
    {
        _vectors.Clear();
        _bools.Clear();
        _vectors.Add(0);
        _next = inputs;
    }

    private void WriteNodes(int count, int depth, int? carriedCount, bool mayCall = false)
    {
        for (int i = 0; i < count; i++)
            WriteNode(depth, carriedCount, mayCall);
    }

    private void WriteNode(int depth, int? carriedCount, bool mayCall)
    {
        switch (_random.Next(depth < 3 ? 12 : 8))
        {
            case 0:
                int scalar = _next++;
                _text.AppendLine($"%{scalar} = constant {{values: [{_random.Next(-2, 3)}.5], type: f32}} : f32");
                AddVector($"add {Vector()}, %{scalar}");
                break;
            case 1:
                AddVector($"weight {{path: \"w{_random.Next(3)}\", type: f32[4]}}");
                break;
            case 2:
                int bits = _next++;
                _text.AppendLine($"%{bits} = max {Vector()} : f32");
                int limit = _next++;
                _text.AppendLine($"%{limit} = constant {{values: [0.75], type: f32}} : f32");
                _bools.Add(_next);
                _text.AppendLine($"%{_next++} = greater %{bits}, %{limit} : bool");
                break;
            case 3:
                int matrix = _next++;
                _text.AppendLine($"%{matrix} = reshape {Vector()} {{shape: [2, 2]}} : f32[2, 2]");
                AddVector($"reshape %{matrix} {{shape: [4]}}");
                break;
            case 4 or 5:
                AddVector($"{Unary[_random.Next(Unary.Length)]} {Vector()}");
                break;
            case 6 when mayCall:
                AddVector($"call {Vector()} {{function: \"Block\", path: \"b{_random.Next(2)}\"}}");
                break;
            case 8 or 9 when _bools.Count > 0:
                WriteIf(depth, carriedCount);
                break;
            case 10:
                WriteLoop(depth);
                break;
            default:
                AddVector($"{Binary[_random.Next(Binary.Length)]} {Vector()}, {Vector()}");
                break;
        }
    }

    private void WriteIf(int depth, int? carriedCount)
    {
        int result = _next++;
        _text.AppendLine($"%{result}.r{result} = if %{_bools[_random.Next(_bools.Count)]} : f32[4] @{result}:1 then {{");
        Inside(() =>
        {
            WriteNodes(_random.Next(4), depth + 1, carriedCount);
            bool jumps = carriedCount is not null && _random.Next(2) == 0;
            _text.AppendLine(
                jumps ? $"{(_random.Next(2) == 0 ? "break" : "continue")} {Vectors(carriedCount!.Value)}" : $"yield {Vector()}"
            );
        });
        _text.AppendLine("} else {");
        Inside(() =>
        {
            WriteNodes(_random.Next(4), depth + 1, carriedCount);
            _text.AppendLine($"yield {Vector()}");
        });
        _text.AppendLine("}");
        _vectors.Add(result);
    }

    private void WriteLoop(int depth)
    {
        int count = _random.Next(1, 4);
        string initial = Vectors(count);
        int[] results = [.. Enumerable.Range(0, count).Select(_ => _next++)];
        string types = string.Join(", ", results.Select(_ => "f32[4]"));
        _text.AppendLine($"{string.Join(", ", results.Select(r => $"%{r}"))} = loop {initial} {{limit: {_random.Next(4)}}} : {types} do (");
        Inside(() =>
        {
            int iteration = _next++;
            int[] carried = [.. Enumerable.Range(0, count).Select(_ => _next++)];
            _text.AppendLine($"%{iteration}: i32, {string.Join(", ", carried.Select(c => $"%{c}: f32[4]"))}) {{");
            _vectors.AddRange(carried);
            WriteNodes(_random.Next(6), depth + 1, count);
            _text.AppendLine($"continue {Vectors(count)}");
        });
        _text.AppendLine("}");
        _vectors.AddRange(results);
    }

    private void Inside(Action write)
    {
        (int vectors, int bools) = (_vectors.Count, _bools.Count);
        write();
        _vectors.RemoveRange(vectors, _vectors.Count - vectors);
        _bools.RemoveRange(bools, _bools.Count - bools);
    }

    private void AddVector(string operation)
    {
        _vectors.Add(_next);
        _text.AppendLine($"%{_next++} = {operation} : f32[4]");
    }

    private string Vector() => $"%{_vectors[_random.Next(_vectors.Count)]}";

    private string Vectors(int count) => string.Join(", ", Enumerable.Range(0, count).Select(_ => Vector()));
}
