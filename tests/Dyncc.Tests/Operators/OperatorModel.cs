using System.Collections.Immutable;
using DynCompile.Backends.CSharp;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Runtime;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Tests.Operators;

/// <summary>A case's program, compiled, and its samples.</summary>
internal sealed class OperatorModel
{
    private readonly OperatorCase _case;
    private readonly IReadOnlyList<TensorInfo> _inputs;
    private readonly IReadOnlyList<TensorInfo> _results;

    private OperatorModel(OperatorCase of, Compilation compilation, string code)
    {
        _case = of;
        Compilation = compilation;
        Code = code;
        WeightDeclaration[] declared = [.. ModelWeights.Of(Bound).Declarations];
        Weights = WeightSet.FromTensors(
            declared.ToDictionary(d => d.Path, d => NumberText.Read(d.Type, d.Shape, of.Weights[d.Path])),
            declared
        );
        _inputs = [.. Bound.Main.Inputs.Select(i => Info(i.Name!, i.Type))];
        _results = [.. Bound.Main.Results.Select(r => Info(r.Name, r.Type))];
    }

    public Compilation Compilation { get; }

    public ModelGraph Bound => Compilation.Bound;

    public WeightSet Weights { get; }

    /// <summary>The emitted class.</summary>
    public string Code { get; }

    /// <summary>Each sample's inputs.</summary>
    public IEnumerable<Tensor[]> Inputs => _case.Samples.Select(s => Tensors(s, _inputs));

    public IEnumerable<Tensor[]> Expected => _case.Samples.Select(s => Tensors(s, _results));

    /// <summary>The compiled program; null with the diagnostics when it is refused.</summary>
    public static OperatorModel? Compile(OperatorCase of, string @namespace, DiagnosticBag diagnostics)
    {
        var options = new CompilationOptions(new CSharpOptions(@namespace));
        Compilation? compilation = Compilation.Compile(new SourceText("case.dnn", of.Model), options, diagnostics);
        return compilation?.EmitCSharp(diagnostics) is { } code ? new OperatorModel(of, compilation, code) : null;
    }

    /// <summary>The results of each sample in the interpreter.</summary>
    public IEnumerable<Tensor[]> Interpreted()
    {
        var interpreter = new Interpreter(Bound, Weights);
        foreach (Tensor[] inputs in Inputs)
            yield return [.. interpreter.Run([.. inputs.Select(ReferenceTensor.From)]).Select(r => r.ToTensor())];
    }

    /// <summary>The results of each sample in the compiled class, <paramref name="batch"/> samples at a time.</summary>
    public IEnumerable<Tensor[]> Run(Type compiled, int batch)
    {
        using CompiledModel model = InMemoryCompiler.Create(compiled, Weights);
        using ModelSession session = model.CreateSession(batch);
        Tensor[][] samples = [.. Inputs];
        // Full batches, so that every lane has a neighbour.
        int count = (samples.Length + batch - 1) / batch * batch;
        Tensor[] inputs =
        [
            .. _inputs.Select((info, i) => Batch(info, [.. Enumerable.Range(0, count).Select(s => samples[s % samples.Length][i])])),
        ];
        Tensor[] results = [.. _results.Select(info => Tensor.Zeros(info.Type, [count, .. info.Shape]))];
        session.RunBatch(inputs, count, results);
        return Enumerable.Range(0, samples.Length).Select(s => results.Select(r => r.Row(s)).ToArray());
    }

    private static Tensor[] Tensors(IReadOnlyDictionary<string, string> sample, IReadOnlyList<TensorInfo> infos) =>
        [.. infos.Select(info => NumberText.Read(info.Type, info.Shape, sample[info.Name]))];

    private static Tensor Batch(TensorInfo info, Tensor[] rows) =>
        new(info.Type, [rows.Length, .. info.Shape], rows.SelectMany(r => r.Bytes.ToArray()).ToArray());

    private static TensorInfo Info(string name, TensorType type) => new(name, type.Element, type.LargestExtents.ToImmutableArray());
}
