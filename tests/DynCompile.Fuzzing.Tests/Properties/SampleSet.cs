using DynCompile.CommandLine;
using DynCompile.Graph;
using DynCompile.Tensors;

namespace DynCompile.Fuzzing.Properties;

/// <summary>Random samples of a model: for one with state, several calls of each.</summary>
internal sealed class SampleSet
{
    /// <summary>As many as the largest batch.</summary>
    public const int Count = 64;
    private const int CallsWithState = 3;
    private readonly IReadOnlyList<Tensor> _inputs;

    public SampleSet(ModelGraph graph, ulong seed)
    {
        CallCount = graph.States.IsEmpty ? 1 : CallsWithState;
        _inputs = Samples.Random(graph, Count * CallCount, (int)(seed & 0x7FFFFFFF)).Inputs;
        // Every other program runs at sizes that the caller set.
        ElasticSizes = graph
            .Elastics.Where((_, i) => ((seed >> i) & 1) == 0)
            .ToDictionary(e => e.Symbol.Name, e => e.Symbol.Values[(int)(seed / 4 % (ulong)e.Symbol.Values.Length)]);
    }

    public int CallCount { get; }

    public IReadOnlyDictionary<string, long> ElasticSizes { get; }

    /// <summary>The inputs of one sample in one call.</summary>
    public IReadOnlyList<Tensor> Inputs(int sample, int call) => [.. _inputs.Select(i => i.Row((call * Count) + sample))];

    /// <summary>The inputs of some samples in one call, first axis = sample.</summary>
    public IReadOnlyList<Tensor> Inputs(IReadOnlyList<int> samples, int call) => [.. _inputs.Select(i => Gather(i, samples, call))];

    private static Tensor Gather(Tensor all, IReadOnlyList<int> samples, int call)
    {
        Tensor some = Tensor.Zeros(all.Type, [samples.Count, .. all.Shape.Skip(1)]);
        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(some.Bytes).Span;
        int row = all.Bytes.Length / all.Shape[0];
        for (int i = 0; i < samples.Count; i++)
            all.Bytes.Span.Slice(((call * Count) + samples[i]) * row, row).CopyTo(bytes[(i * row)..]);
        return some;
    }
}
