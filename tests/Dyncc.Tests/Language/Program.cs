using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>A tiny program and what a rule promises of it, on both targets: results written out, a fault, or an error's id.</summary>
/// <remarks>Samples are checked as they are given; on the cpu all samples so far run as one batch.</remarks>
internal sealed class Program
{
    private readonly string _text;
    private readonly Dictionary<string, double[]> _weights = [];
    private readonly Dictionary<string, long> _sizes = [];
    private readonly List<double[][]> _inputs = [];
    private readonly List<double[][]> _results = [];
    private Compilation? _compilation;

    private Program(string text) => _text = text;

    /// <summary>A program; the text may leave out <c>model M</c>, and then begins with the inputs.</summary>
    public static Program Model(string text) => new(text.StartsWith('(') ? $"model M{text}" : text);

    /// <summary>The values of a weight, in its declared shape; all weights without values are 0.</summary>
    public Program Weight(string path, params double[] values)
    {
        _weights.Add(path, values);
        return this;
    }

    /// <summary>The value of an elastic size.</summary>
    public Program Set(string name, long value)
    {
        _sizes[name] = value;
        return this;
    }

    /// <summary>One sample: the elements of each input.</summary>
    public Program Given(params double[][] inputs)
    {
        _inputs.Add(inputs);
        return this;
    }

    /// <summary>What the sample gives: the elements of each result, the exit last.</summary>
    public Program Gives(params double[][] results)
    {
        _results.Add(results);
        Assert.Equal(_inputs.Count, _results.Count);
        foreach (string target in Target.Names)
        {
            RunResult actual = Run(target);
            for (int sample = 0; sample < _results.Count; sample++)
                Agrees(actual, sample, _results[sample], target);
        }
        return this;
    }

    /// <summary>That the sample ends the run, on both targets, with a message that has all of these parts.</summary>
    public void Faults(params string[] parts)
    {
        foreach (string target in Target.Names)
        {
            var failed = Assert.Throws<CommandFailed>(() => Run(target));
            string message = Assert.IsType<FaultInModel>(Assert.Single(failed.Diagnostics)).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    /// <summary>That the compiler refuses the program, with this error and no other.</summary>
    public void IsRefused(string id)
    {
        var diagnostics = new DiagnosticBag();
        Compilation.Compile(new SourceText("rule.dnn", _text), CompilationOptions.Default, diagnostics);
        Assert.Equal([id], diagnostics.Sorted().Where(d => d.Severity == Severity.Error).Select(d => d.Id).Distinct());
    }

    /// <summary>The paths and types of the weights that the program needs.</summary>
    public IEnumerable<string> Weights =>
        ModelWeights.Of(Compiled.Bound).Declarations.Select(w => $"{w.Path} {Shapes.Text(w.Type, w.Shape)}");

    public Compilation Compiled
    {
        get
        {
            if (_compilation is not null)
                return _compilation;
            var diagnostics = new DiagnosticBag();
            _compilation = Compilation.Compile(new SourceText("rule.dnn", _text), CompilationOptions.Default, diagnostics);
            var renderer = new DiagnosticRenderer();
            Assert.True(_compilation is not null, string.Join("\n", diagnostics.Sorted().Select(d => renderer.Render(d))));
            return _compilation;
        }
    }

    public WeightSet LoadWeights()
    {
        WeightDeclaration[] declarations = [.. ModelWeights.Of(Compiled.Bound).Declarations];
        var tensors = declarations.ToDictionary(
            w => w.Path,
            w => Filled(w.Type, [.. w.Shape], _weights.TryGetValue(w.Path, out double[]? values) ? values : null)
        );
        Assert.Empty(_weights.Keys.Except(tensors.Keys));
        return WeightSet.FromTensors(tensors, declarations);
    }

    private RunResult Run(string target)
    {
        ModelGraph model = Compiled.Bound;
        Assert.All(_inputs, sample => Assert.Equal(model.Inputs.Length, sample.Length));
        Tensor[] inputs =
        [
            .. model.Inputs.Select(
                (input, i) =>
                    Filled(input.Type.Element, [_inputs.Count, .. input.Type.LargestExtents], [.. _inputs.SelectMany(sample => sample[i])])
            ),
        ];
        var samples = new Samples(inputs, _inputs.Count, null);
        return Target.Named(target).Run(Compiled, LoadWeights(), samples, new RunOptions(_sizes, _inputs.Count));
    }

    private static void Agrees(RunResult actual, int sample, double[][] expected, string target)
    {
        Assert.Equal(expected.Length, actual.Outputs.Count);
        foreach (((string name, Tensor all), double[] wanted) in actual.Outputs.Zip(expected))
        {
            Tensor row = all.Row(sample);
            double[] values = row.Type.IsFloat() ? [.. row.ToFloats().Select(v => (double)v)] : [.. row.ToLongs().Select(v => (double)v)];
            bool agree = values.Length == wanted.Length && values.Zip(wanted).All(pair => Near(pair.First, pair.Second));
            Assert.True(agree, $"{target}, sample {sample}: {name} is [{string.Join(", ", values)}], not [{string.Join(", ", wanted)}]");
        }
    }

    private static bool Near(double actual, double expected) =>
        actual.Equals(expected) || Math.Abs(actual - expected) <= 1e-6 + 1e-6 * Math.Abs(expected);

    private static Tensor Filled(ElementType type, int[] shape, double[]? values)
    {
        Tensor tensor = Tensor.Zeros(type, shape);
        if (values is null)
            return tensor;
        Assert.True(values.Length == tensor.ElementCount, $"{values.Length} values are given for {tensor}");
        return type switch
        {
            ElementType.F32 or ElementType.F16 or ElementType.BF16 => Tensor.FromFloats(type, [.. values.Select(v => (float)v)], shape),
            ElementType.I8 => Tensor.FromArray([.. values.Select(v => (sbyte)v)], shape),
            ElementType.U8 => Tensor.FromArray([.. values.Select(v => (byte)v)], shape),
            ElementType.I32 => Tensor.FromArray([.. values.Select(v => (int)v)], shape),
            ElementType.I64 => Tensor.FromArray([.. values.Select(v => (long)v)], shape),
            _ => Tensor.FromArray([.. values.Select(v => v != 0)], shape),
        };
    }
}
