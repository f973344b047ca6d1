using System.Globalization;
using DynCompile.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = DynCompile.Tensors.Tensor;

namespace DynCompile.Onnx;

/// <summary>A region asked for an element that does not exist, or divided by zero.</summary>
/// <param name="place">Where in the model's text.</param>
public sealed class RegionFaultException(string place) : Exception($"a fault in line {place}")
{
    /// <summary>Line and column in the model's text, with the file if it is an imported one.</summary>
    public string Place { get; } = place;
}

/// <summary>
/// Runs a folder of <c>dyncc build -t onnx</c> one sample at a time: the manifest's steps here, each region in a session of ONNX Runtime, as
/// DyCL does. Not for several threads.
/// </summary>
public sealed class OnnxHost : IDisposable
{
    private readonly HostManifest _manifest;
    private readonly InferenceSession[] _sessions;
    private readonly Dictionary<string, OrtValue> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostFunction> _functions;
    private readonly RunOptions _options = new();

    /// <summary>The names of a step's inputs and outputs in its region.</summary>
    private readonly Dictionary<RunRegion, (string[] Inputs, string[] Outputs)> _names = new(ReferenceEqualityComparer.Instance);

    /// <summary>The values of one run, released together.</summary>
    private readonly List<IDisposable> _made = [];

    private OnnxHost(HostManifest manifest, InferenceSession[] sessions)
    {
        _manifest = manifest;
        _sessions = sessions;
        _functions = manifest.Functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
        foreach (ElasticSize elastic in manifest.Elastics)
            _sizes.Add(elastic.Name, elastic.Values[^1]);
    }

    public HostManifest Manifest => _manifest;

    /// <summary>Told each value that a region gives: the function, the value's name in it, and what it is.</summary>
    public Action<string, string, Tensor>? ValueComputed { get; set; }

    /// <summary>How many regions ran so far.</summary>
    public long RegionCount { get; private set; }

    /// <param name="folder">What <see cref="OnnxPackage.WriteTo"/> wrote.</param>
    /// <param name="threads">How many threads one region uses.</param>
    /// <exception cref="OnnxRuntimeException">A region is none that ONNX Runtime takes.</exception>
    /// <exception cref="System.Text.Json.JsonException">The manifest cannot be read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static OnnxHost Load(string folder, int threads = 1)
    {
        var manifest = HostManifest.Parse(File.ReadAllText(Path.Combine(folder, HostManifest.FileName)));
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        InferenceSession[] sessions = [.. manifest.Regions.Select(r => new InferenceSession(Path.Combine(folder, r.File), options))];
        var host = new OnnxHost(manifest, sessions);
        using SafetensorsReader weights = SafetensorsReader.Open(Path.Combine(folder, manifest.Weights));
        foreach (string name in weights.Names)
            host._weights.Add(name, ToOrt(weights.Read(name)));
        return host;
    }

    /// <summary>Sets an elastic size from the next run on.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or it does not list the value.</exception>
    public void SetElastic(string name, long value)
    {
        if (_manifest.Elastics.FirstOrDefault(e => e.Name == name)?.Values.Contains(value) != true)
            throw new ArgumentException($"{_manifest.Model} has no elastic size {name} of {value}");
        _sizes[name] = value;
    }

    /// <summary>What the states are before the first call.</summary>
    public Tensor[] InitialState() =>
        [
            .. _manifest.States.Select(s =>
            {
                (ElementType element, int[] shape) = ParseType(s.Type);
                return OfNumbers(element, shape, Enumerable.Repeat(s.Initial, shape.Aggregate(1, (n, d) => n * d)));
            }),
        ];

    /// <summary>Runs one sample: the inputs, then the states, give the results, then the states behind it.</summary>
    /// <exception cref="RegionFaultException">The model asked for something that does not exist.</exception>
    public Tensor[] Run(IReadOnlyList<Tensor> inputs)
    {
        try
        {
            OrtValue[] results = Call(_manifest.Main, "", [.. inputs.Select(t => Keep(ToOrt(t)))]);
            return [.. results.Select(ToTensor)];
        }
        finally
        {
            foreach (IDisposable value in _made)
                value.Dispose();
            _made.Clear();
        }
    }

    public void Dispose()
    {
        foreach (OrtValue weight in _weights.Values)
            weight.Dispose();
        foreach (InferenceSession session in _sessions)
            session.Dispose();
        _options.Dispose();
    }

    // ---- steps

    private enum Outcome
    {
        Done,
        Continue,
        Break,
        Leave,
    }

    /// <summary>The values of one call of a function, and where its weights are.</summary>
    private sealed class Frame(string function, string path)
    {
        public string Function => function;
        public Dictionary<string, OrtValue> Values { get; } = new(StringComparer.Ordinal);
        public OrtValue[] Results { get; set; } = [];

        public OrtValue[] Read(IReadOnlyList<string> names) => [.. names.Select(n => Values[n])];

        public void Set(IReadOnlyList<string> names, IReadOnlyList<OrtValue> values)
        {
            for (int i = 0; i < names.Count; i++)
                Values[names[i]] = values[i];
        }

        public string PathOf(WeightBinding binding)
        {
            if (binding.Indices.Count == 0 && path.Length == 0)
                return binding.Tensor;
            string[] parts = binding.Tensor.Split("{}");
            string own = parts[0] + string.Concat(binding.Indices.Select((index, i) => ReadInteger(Values[index]) + parts[i + 1]));
            return path.Length == 0 ? own
                : own.Length == 0 ? path
                : $"{path}.{own}";
        }
    }

    private OrtValue[] Call(HostFunction function, string path, OrtValue[] arguments)
    {
        var frame = new Frame(function.Name, path);
        frame.Set(function.Arguments, arguments);
        Run(function.Steps, frame);
        return frame.Results;
    }

    private Outcome Run(IReadOnlyList<HostStep> steps, Frame frame)
    {
        foreach (HostStep step in steps)
        {
            Outcome outcome = Run(step, frame);
            if (outcome != Outcome.Done)
                return outcome;
        }
        return Outcome.Done;
    }

    private Outcome Run(HostStep step, Frame frame)
    {
        switch (step)
        {
            case RunRegion run:
                Run(run, frame);
                return Outcome.Done;
            case SetConstant set:
                frame.Values[set.Value] = Keep(ToOrt(ConstantOf(set)));
                return Outcome.Done;
            case Branch branch:
                return Run(ReadBool(frame.Values[branch.Value]) ? branch.Then : branch.Else, frame);
            case Repeat repeat:
                return Loop(repeat, frame);
            case Choose choose:
                long index = ReadInteger(frame.Values[choose.Index]);
                if (index < 0 || index >= choose.Count)
                    throw new RegionFaultException(choose.Place);
                frame.Values[choose.Chosen] = frame.Values[choose.Index];
                return Run(choose.Body, frame);
            case Resize resize:
                long size = ReadInteger(frame.Values[resize.Value]);
                if (!resize.Values.Contains(size))
                    throw new RegionFaultException(resize.Place);
                _sizes[resize.Size] = size;
                return Run(resize.Body, frame);
            case Invoke invoke:
                frame.Set(invoke.Results, Call(_functions[invoke.Function], frame.PathOf(invoke.Path), frame.Read(invoke.Arguments)));
                return Outcome.Done;
            case Move move:
                frame.Set(move.To, frame.Read(move.From));
                return Outcome.Done;
            case Jump jump:
                return jump.To == "break" ? Outcome.Break : Outcome.Continue;
            case Leave leave:
                frame.Results = frame.Read(leave.Values);
                return Outcome.Leave;
            default:
                throw new InvalidOperationException($"{step} is no step");
        }
    }

    private Outcome Loop(Repeat repeat, Frame frame)
    {
        frame.Set(repeat.Carried, frame.Read(repeat.Initial));
        long limit = repeat.Limit is { } given ? Math.Min(repeat.Most, ReadInteger(frame.Values[given])) : repeat.Most;
        for (int i = 0; i < limit; i++)
        {
            frame.Values[repeat.Iteration] = Keep(ToOrt(Tensor.Scalar(i)));
            Run(repeat.ConditionSteps, frame);
            if (repeat.Condition is { } condition && !ReadBool(frame.Values[condition]))
                break;
            Outcome outcome = Run(repeat.Body, frame);
            if (outcome == Outcome.Leave)
                return outcome;
            if (outcome == Outcome.Break)
                break;
        }
        frame.Set(repeat.Results, frame.Read(repeat.Carried));
        return Outcome.Done;
    }

    private void Run(RunRegion run, Frame frame)
    {
        RegionCount++;
        (string[] inputs, string[] outputs) = NamesOf(run);
        var values = new List<OrtValue>(inputs.Length);
        foreach (string name in run.Inputs)
            values.Add(frame.Values[name]);
        foreach (WeightBinding weight in run.Weights)
            values.Add(_weights[frame.PathOf(weight)]);
        foreach (string size in run.Sizes)
            values.Add(Keep(ToOrt(Tensor.FromArray<long>([_sizes[size]], 1))));
        IDisposableReadOnlyCollection<OrtValue> results = _sessions[run.Region].Run(_options, inputs, values, outputs);
        _made.Add(results);
        for (int i = 0; ValueComputed is not null && i < run.Outputs.Count; i++)
            ValueComputed(frame.Function, run.Outputs[i], ToTensor(results[i]));
        for (int i = 0; i < run.Faults.Count; i++)
        {
            if (ReadBool(results[run.Outputs.Count + i]))
                throw new RegionFaultException(run.Faults[i]);
        }
        for (int i = 0; i < run.Outputs.Count; i++)
            frame.Values[run.Outputs[i]] = results[i];
    }

    private (string[] Inputs, string[] Outputs) NamesOf(RunRegion run)
    {
        if (!_names.TryGetValue(run, out (string[], string[]) known))
        {
            known = (
                [.. Count('x', run.Inputs.Count), .. Count('w', run.Weights.Count), .. Count('s', run.Sizes.Count)],
                [.. Count('y', run.Outputs.Count), .. Count('f', run.Faults.Count)]
            );
            _names.Add(run, known);
        }
        return known;

        static IEnumerable<string> Count(char kind, int count) => Enumerable.Range(0, count).Select(i => $"{kind}{i}");
    }

    // ---- values

    private OrtValue Keep(OrtValue value)
    {
        _made.Add(value);
        return value;
    }

    private static bool ReadBool(OrtValue value) => value.GetTensorDataAsSpan<bool>()[0];

    private static long ReadInteger(OrtValue value) =>
        value.GetTensorTypeAndShape().ElementDataType == TensorElementType.Int64
            ? value.GetTensorDataAsSpan<long>()[0]
            : value.GetTensorDataAsSpan<int>()[0];

    private static OrtValue ToOrt(Tensor tensor)
    {
        OrtValue value = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance,
            ElementOf(tensor.Type),
            [.. tensor.Shape.Select(d => (long)d)]
        );
        tensor.Bytes.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static Tensor ToTensor(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        ElementType element = ElementTypes.All.First(e => ElementOf(e) == info.ElementDataType);
        byte[] bytes = value.GetTensorMutableRawData().ToArray();
        return new Tensor(element, [.. info.Shape.Select(d => (int)d)], bytes);
    }

    private static Tensor ConstantOf(SetConstant set)
    {
        (ElementType element, int[] shape) = ParseType(set.Type);
        return OfNumbers(element, shape, set.Numbers);
    }

    private static Tensor OfNumbers(ElementType element, int[] shape, IEnumerable<double> numbers) =>
        element switch
        {
            ElementType.Bool => Tensor.FromArray([.. numbers.Select(n => n != 0)], shape),
            ElementType.I8 => Tensor.FromArray([.. numbers.Select(n => (sbyte)n)], shape),
            ElementType.U8 => Tensor.FromArray([.. numbers.Select(n => (byte)n)], shape),
            ElementType.I32 => Tensor.FromArray([.. numbers.Select(n => (int)n)], shape),
            ElementType.I64 => Tensor.FromArray([.. numbers.Select(n => (long)n)], shape),
            _ => Tensor.FromFloats(element, [.. numbers.Select(n => (float)n)], shape),
        };

    private static TensorElementType ElementOf(ElementType element) =>
        element switch
        {
            ElementType.F32 => TensorElementType.Float,
            ElementType.F16 => TensorElementType.Float16,
            ElementType.BF16 => TensorElementType.BFloat16,
            ElementType.I8 => TensorElementType.Int8,
            ElementType.U8 => TensorElementType.UInt8,
            ElementType.I32 => TensorElementType.Int32,
            ElementType.I64 => TensorElementType.Int64,
            _ => TensorElementType.Bool,
        };

    // f32[8, 28, 28]
    private static (ElementType Element, int[] Shape) ParseType(string text)
    {
        string[] parts = text.Split(['[', ',', ']'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ElementTypes.TryParse(parts[0], out ElementType element)
            ? (element, [.. parts[1..].Select(d => int.Parse(d, CultureInfo.InvariantCulture))])
            : throw new FormatException($"`{text}` is no type of constant sizes");
    }
}
