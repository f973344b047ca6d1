using DynCompile.Graph;
using DynCompile.Onnx.Format;
using DynCompile.Tensors;
using Google.Protobuf;
using static DynCompile.Onnx.Format.TensorProto.Types;

namespace DynCompile.Onnx;

/// <summary>
/// Collects one ONNX graph. Names only count up, so that two regions that do the same have the same bytes.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly Dictionary<ByteString, string> _constants = [];
    private readonly List<SizeSymbol> _sizes = [];
    private int _next;

    public GraphProto Graph { get; } = new() { Name = "region" };

    /// <summary>The sizes that only a run knows, in the order of the graph's inputs for them: <c>s0</c>, <c>s1</c>, each an i64[1].</summary>
    public IReadOnlyList<SizeSymbol> Sizes => _sizes;

    public string Add(string op, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        AddMany(op, 1, inputs, attributes)[0];

    public string[] AddMany(string op, int results, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        string[] names = [.. Enumerable.Range(0, results).Select(_ => $"v{_next++}")];
        Graph.Node.Add(
            new NodeProto
            {
                OpType = op,
                Input = { inputs },
                Output = { names },
                Attribute = { attributes },
            }
        );
        return names;
    }

    public void AddInput(string name, TensorType type) => Graph.Input.Add(Info(name, type));

    /// <summary>Gives a value to the outside under a name of its own.</summary>
    public void AddOutput(string name, string value, TensorType type)
    {
        Graph.Node.Add(
            new NodeProto
            {
                OpType = "Identity",
                Input = { value },
                Output = { name },
            }
        );
        Graph.Output.Add(Info(name, type));
    }

    /// <summary>The inputs of sizes; called once, when all nodes are there.</summary>
    public void AddSizeInputs()
    {
        for (int i = 0; i < _sizes.Count; i++)
            AddInput($"s{i}", new TensorType(ElementType.I64, [1]));
    }

    // ---- constants

    public string Constant(ElementType element, IReadOnlyList<double> values, params ReadOnlySpan<int> shape)
    {
        Tensor tensor = element.IsFloat()
            ? Tensor.FromFloats(element, [.. values.Select(v => (float)v)], shape)
            : OfIntegers(element, [.. values.Select(v => (long)v)], shape);
        return Constant(ToProto(tensor));
    }

    public string Scalar(ElementType element, double value) => Constant(element, [value]);

    /// <summary>A number of f64, which only casts that saturate need.</summary>
    public string Double(double value) =>
        Constant(new TensorProto { DataType = DataType.Double, RawData = ByteString.CopyFrom(BitConverter.GetBytes(value)) });

    public string Long(long value) => Constant(ToProto(Tensor.Scalar(value)));

    public string Longs(params IReadOnlyList<long> values) => Constant(ToProto(Tensor.FromArray<long>([.. values], values.Count)));

    private string Constant(TensorProto tensor)
    {
        ByteString key = tensor.ToByteString();
        if (_constants.TryGetValue(key, out string? known))
            return known;
        string name = $"c{_constants.Count}";
        _constants.Add(key, name);
        tensor.Name = name;
        Graph.Initializer.Add(tensor);
        return name;
    }

    private static Tensor OfIntegers(ElementType element, long[] values, ReadOnlySpan<int> shape) =>
        element switch
        {
            ElementType.Bool => Tensor.FromArray([.. values.Select(v => v != 0)], shape),
            ElementType.I8 => Tensor.FromArray([.. values.Select(v => (sbyte)v)], shape),
            ElementType.U8 => Tensor.FromArray([.. values.Select(v => (byte)v)], shape),
            ElementType.I32 => Tensor.FromArray([.. values.Select(v => (int)v)], shape),
            _ => Tensor.FromArray(values, shape),
        };

    private static TensorProto ToProto(Tensor tensor) =>
        new()
        {
            DataType = TypeOf(tensor.Type),
            Dims = { tensor.Shape.Select(d => (long)d) },
            RawData = ByteString.CopyFrom(tensor.Bytes.Span),
        };

    // ---- sizes

    /// <summary>A size as i64[1].</summary>
    public string Of(Size size)
    {
        if (size.IsConstant)
            return Longs(size.Value);
        return size.Fold(n => Longs(n), NameOf, (a, b) => Add("Add", [a, b]), (a, b) => Add("Mul", [a, b]), FloorDivide);
    }

    /// <summary>Sizes as one vector, as shapes and ranges are given.</summary>
    public string Of(IEnumerable<Size> sizes)
    {
        Size[] all = [.. sizes];
        return Array.TrueForAll(all, s => s.IsConstant)
            ? Longs([.. all.Select(s => s.Value)])
            : Add("Concat", all.Select(Of), Attribute.Of("axis", 0));
    }

    private string NameOf(SizeSymbol symbol)
    {
        if (!_sizes.Contains(symbol))
            _sizes.Add(symbol);
        return $"s{_sizes.IndexOf(symbol)}";
    }

    // Div truncates, Mod has the sign of the divisor: what is left is divided exactly.
    private string FloorDivide(string a, string b) => Add("Div", [Add("Sub", [a, Add("Mod", [a, b])]), b]);

    // ---- types

    public static DataType TypeOf(ElementType element) =>
        element switch
        {
            ElementType.F32 => DataType.Float,
            ElementType.F16 => DataType.Float16,
            ElementType.BF16 => DataType.Bfloat16,
            ElementType.I8 => DataType.Int8,
            ElementType.U8 => DataType.Uint8,
            ElementType.I32 => DataType.Int32,
            ElementType.I64 => DataType.Int64,
            ElementType.Bool => DataType.Bool,
            _ => throw new InvalidOperationException(element.ToString()),
        };

    private static ValueInfoProto Info(string name, TensorType type)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = TypeOf(type.Element), Shape = new TensorShapeProto() };
        tensor.Shape.Dim.AddRange(type.Shape.Select(Dimension));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }

    private static TensorShapeProto.Types.Dimension Dimension(Size size) =>
        size.IsConstant
            ? new TensorShapeProto.Types.Dimension { DimValue = size.Value }
            : new TensorShapeProto.Types.Dimension { DimParam = size.ToString() };
}
