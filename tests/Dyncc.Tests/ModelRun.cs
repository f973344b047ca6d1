using DynCompile.Diagnostics;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Tests;

/// <summary>A model on its samples, without the command line around it.</summary>
internal sealed class ModelRun
{
    private readonly Compilation _compilation;
    private readonly WeightSet _weights;
    private readonly Samples _samples;

    private ModelRun(Compilation compilation, WeightSet weights, Samples samples)
    {
        _compilation = compilation;
        _weights = weights;
        _samples = samples;
    }

    public static ModelRun Of(string model, string weights, string inputs)
    {
        Compilation compilation = Compile(model);
        WeightSet loaded = WeightSet.Load(weights, Graph.ModelWeights.Of(compilation.Bound).Declarations);
        return new ModelRun(compilation, loaded, Samples.Read(inputs, compilation.Bound));
    }

    public static ModelRun WithRandomData(string model, int samples, int seed)
    {
        Compilation compilation = Compile(model);
        WeightSet weights = WeightSet.Random(Graph.ModelWeights.Of(compilation.Bound).Declarations, seed);
        return new ModelRun(compilation, weights, Samples.Random(compilation.Bound, samples, seed));
    }

    /// <summary>A model written in the test with its weights.</summary>
    public static ModelRun OfText(string text, (string Path, float[] Values, int[] Shape)[] weights, params Tensor[] inputs)
    {
        Compilation compilation = Compile(new SourceText("model.dnn", text));
        var tensors = weights.ToDictionary(w => w.Path, w => Tensor.FromArray(w.Values, w.Shape));
        WeightSet loaded = WeightSet.FromTensors(tensors, [.. Graph.ModelWeights.Of(compilation.Bound).Declarations]);
        return new ModelRun(compilation, loaded, new Samples(inputs, inputs[0].Shape[0], null));
    }

    public static Compilation CompileText(string text) => Compile(new SourceText("model.dnn", text));

    /// <summary>A model on the first samples of a data set.</summary>
    public static ModelRun OnDataSet(string model, string weights, string dataSet, string root, int samples)
    {
        Compilation compilation = Compile(model);
        WeightSet loaded = WeightSet.Load(weights, Graph.ModelWeights.Of(compilation.Bound).Declarations);
        Samples all = DataSet.Named(dataSet).Read(compilation.Bound, root);
        return new ModelRun(
            compilation,
            loaded,
            all with
            {
                Inputs = [.. all.Inputs.Select(i => First(i, samples))],
                Count = samples,
                Labels = First(all.Labels!, samples),
            }
        );
    }

    public Tensor? Labels => _samples.Labels;

    /// <summary>The first samples of a tensor, copied.</summary>
    public static Tensor First(Tensor all, int samples) =>
        new(all.Type, all.Shape.SetItem(0, samples), all.Bytes[..(all.Bytes.Length / all.Shape[0] * samples)].ToArray());

    public static ModelRun WithRandomWeights(string model, string inputs)
    {
        Compilation compilation = Compile(model);
        WeightSet weights = WeightSet.Random(Graph.ModelWeights.Of(compilation.Bound).Declarations, seed: 1);
        return new ModelRun(compilation, weights, Samples.Read(inputs, compilation.Bound));
    }

    /// <summary>A model written in the test, on inputs in the order of its declarations, with random weights if it has any.</summary>
    public static ModelRun OfText(string text, params Tensor[] inputs)
    {
        Compilation compilation = Compile(new SourceText("model.dnn", text));
        WeightSet weights = WeightSet.Random(Graph.ModelWeights.Of(compilation.Bound).Declarations, seed: 1);
        return new ModelRun(compilation, weights, new Samples(inputs, inputs[0].Shape[0], null));
    }

    public static Compilation Compile(string path) => Compile(new SourceText(path, File.ReadAllText(path)));

    private static Compilation Compile(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        Compilation? compilation = Compilation.Compile(
            source,
            CompilationOptions.Default with
            {
                Imports = ProjectFolder.Of(source.Path, root: null),
            },
            diagnostics
        );
        Assert.True(compilation is not null, string.Join("\n", diagnostics.Sorted().Select(d => new DiagnosticRenderer().Render(d))));
        return compilation;
    }

    public RunResult On(string target, int batch = 64, params (string Name, long Value)[] sizes) => On(Target.Named(target), batch, sizes);

    public RunResult On(Target target, int batch = 64, params (string Name, long Value)[] sizes) =>
        target.Run(_compilation, _weights, _samples, new RunOptions(sizes.ToDictionary(s => s.Name, s => s.Value), batch));

    /// <summary>The same network without exits.</summary>
    public ModelRun WithoutExits()
    {
        Graph.ModelGraph? full = Passes.StaticCounterpart.Of(_compilation.Bound, out Graph.Node? dynamic);
        Assert.True(full is not null, $"{dynamic?.Operator.Name} at {dynamic?.Origin}");
        return new ModelRun(_compilation.With(full), _weights, _samples);
    }

    /// <summary>The model with another weight in the place of a stored one.</summary>
    public ModelRun With(string path, params float[] values)
    {
        WeightDeclaration[] declared = [.. Graph.ModelWeights.Of(_compilation.Bound).Declarations];
        var all = declared.ToDictionary(d => d.Path, d => _weights[d.Path]);
        all[path] = Tensor.FromArray(values, all[path].Shape);
        return new ModelRun(_compilation, WeightSet.FromTensors(all, declared), _samples);
    }

    /// <summary>The model on the cpu target, for sessions of the test's own.</summary>
    public Runtime.CompiledModel Load()
    {
        string code = ModelSource.EmitCSharp(_compilation);
        return InMemoryCompiler.Load(InMemoryCompiler.Compile(code), _weights);
    }

    /// <summary>The samples as successive calls of one session.</summary>
    public RunResult Streamed(string target, int batch = 64) => Streamed(Target.Named(target), batch);

    public RunResult Streamed(Target target, int batch = 64) =>
        target.Run(_compilation, _weights, _samples, new RunOptions(new Dictionary<string, long>(), batch, Stream: true));

    /// <summary>The results as the output file would hold them.</summary>
    public byte[] Bytes(string target, int batch, int threads = 1)
    {
        var options = new RunOptions(new Dictionary<string, long>(), batch, Threads: threads);
        RunResult result = Target.Named(target).Run(_compilation, _weights, _samples, options);
        return [.. result.Outputs.SelectMany(o => o.Value.Bytes.ToArray())];
    }
}
