using System.Runtime.InteropServices;
using DynCompile.CommandLine.Tests.Operators;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Reference;
using DynCompile.Runtime;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Tests.Faults;

/// <summary>A program on both targets, with samples written as text.</summary>
internal sealed class FaultModel : IDisposable
{
    private const byte Untouched = 0xA5;

    private readonly Interpreter _interpreter;

    public FaultModel(string text, int capacity)
    {
        var diagnostics = new DiagnosticBag();
        Compilation? compilation = Compilation.Compile(new SourceText("case.dnn", text), CompilationOptions.Default, diagnostics);
        string? code = compilation?.EmitCSharp(diagnostics);
        Assert.True(code is not null, $"{text}\n{string.Join("\n", diagnostics.Sorted().Select(d => new DiagnosticRenderer().Render(d)))}");
        Compilation = compilation!;
        Weights = WeightSet.Random(ModelWeights.Of(Bound).Declarations, seed: 1);
        _interpreter = new Interpreter(Bound, Weights);
        Model = InMemoryCompiler.Load(InMemoryCompiler.Compile(code!), Weights);
        Session = Model.CreateSession(capacity);
    }

    public Compilation Compilation { get; }
    public ModelGraph Bound => Compilation.Bound;
    public WeightSet Weights { get; }
    public CompiledModel Model { get; }
    public ModelSession Session { get; private set; }

    public void Dispose()
    {
        Session.Dispose();
        Model.Dispose();
    }

    /// <summary>Goes on with a new session.</summary>
    public void Open(int capacity)
    {
        Session.Dispose();
        Session = Model.CreateSession(capacity);
    }

    /// <summary>The inputs of a sample: <c>x = 1 2; k = 0</c>.</summary>
    public Tensor[] Sample(string text)
    {
        Dictionary<string, string> byName = text.Split(';').Select(t => t.Split('=')).ToDictionary(t => t[0].Trim(), t => t[1]);
        return [.. Model.Inputs.Select(i => NumberText.Read(i.Type, i.Shape, byName[i.Name]))];
    }

    /// <summary>What the interpreter says of a sample; null when it runs.</summary>
    public string? InterpreterFault(Tensor[] sample, int number)
    {
        try
        {
            Interpreted(sample);
            return null;
        }
        catch (FaultException fault)
        {
            return fault.MessageFor(number);
        }
    }

    public Tensor[] Interpreted(Tensor[] sample) =>
        [.. _interpreter.Run([.. sample.Select(ReferenceTensor.From)]).Select(r => r.ToTensor())];

    /// <summary>The fault of a batch, whose results must be untouched.</summary>
    public DynRunException Fault(IReadOnlyList<Tensor[]> samples)
    {
        Tensor[] results = NewResults(samples.Count);
        var fault = Assert.Throws<DynRunException>(() => Session.RunBatch(Batch(samples), samples.Count, results));
        Assert.All(results, r => Assert.DoesNotContain(r.Bytes.ToArray(), b => b != Untouched));
        return fault;
    }

    /// <summary>Runs a batch that does not fault and compares every sample with the interpreter.</summary>
    public void RunsLikeTheInterpreter(IReadOnlyList<Tensor[]> samples)
    {
        Tensor[] results = NewResults(samples.Count);
        Session.RunBatch(Batch(samples), samples.Count, results);
        for (int s = 0; s < samples.Count; s++)
        {
            Tensor[] expected = Interpreted(samples[s]);
            for (int r = 0; r < results.Length; r++)
                Assert.Null(NumberText.Difference(expected[r], results[r].Row(s)));
        }
    }

    public Tensor[] NewResults(int count)
    {
        Tensor[] results = [.. Model.Outputs.Select(o => Tensor.Zeros(o.Type, [count, .. o.Shape]))];
        foreach (Tensor result in results)
            MemoryMarshal.AsMemory(result.Bytes).Span.Fill(Untouched);
        return results;
    }

    public Tensor[] Batch(IReadOnlyList<Tensor[]> samples) =>
        [
            .. Model.Inputs.Select(
                (info, i) => new Tensor(info.Type, [samples.Count, .. info.Shape], samples.SelectMany(s => s[i].Bytes.ToArray()).ToArray())
            ),
        ];
}
