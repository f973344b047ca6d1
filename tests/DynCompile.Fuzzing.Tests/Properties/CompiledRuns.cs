using DynCompile.Graph.Reference;
using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.Fuzzing.Properties;

/// <summary>Compiled code agrees with the interpreter, and a batch with its samples alone, byte by byte.</summary>
internal sealed class CompiledRuns(ProgramCase @case, CompiledModel model)
{
    public const string Agree = "compiled code agrees with the interpreter";
    public const string Batches = "batches are byte-equal to single samples";
    private static readonly (int Size, int Threads)[] BatchSizes = [(7, 1), (64, 1), (7, 2), (64, 3)];

    /// <summary>What some samples gave: for each call, each result; or how they faulted.</summary>
    private sealed record Outcome(Tensor[][]? Results, DynRunException? Fault);

    /// <summary>The first property that does not hold and why; null when all do.</summary>
    public (string Property, string Message)? Check()
    {
        Outcome[] alone = new Outcome[SampleSet.Count];
        using (ModelSession session = NewSession(1))
        {
            for (int sample = 0; sample < alone.Length; sample++)
                alone[sample] = Run(session, [sample]);
        }
        foreach ((int sample, Verdict verdict) in @case.Verdicts)
        {
            if (WhyWrong(verdict, alone[sample]) is { } reason)
                return (Agree, $"sample {sample}: {reason}");
        }
        foreach ((int size, int threads) in BatchSizes)
        {
            if (CheckBatches(size, threads, alone) is { } difference)
                return (Batches, $"batches of {size} on {threads} threads: {difference}");
        }
        return null;
    }

    private ModelSession NewSession(int capacity, int threads = 1)
    {
        ModelSession session = model.CreateSession(capacity, threads);
        foreach ((string name, long value) in @case.Samples.ElasticSizes)
            session.SetElastic(name, (int)value);
        return session;
    }

    private Outcome Run(ModelSession session, IReadOnlyList<int> samples)
    {
        session.ResetState();
        var calls = new List<Tensor[]>();
        try
        {
            for (int call = 0; call < @case.Samples.CallCount; call++)
            {
                Tensor[] outputs = [.. model.Outputs.Select(o => Tensor.Zeros(o.Type, [samples.Count, .. o.Shape]))];
                session.RunBatch(@case.Samples.Inputs(samples, call), samples.Count, outputs);
                calls.Add(outputs);
            }
        }
        catch (DynRunException fault)
        {
            return new Outcome(null, fault);
        }
        return new Outcome([.. calls], null);
    }

    private string? WhyWrong(Verdict verdict, Outcome outcome)
    {
        if (verdict is Verdict.Faults expected)
            return WhyAnotherFault(expected.Fault, outcome.Fault);
        if (outcome.Fault is { } fault)
            return $"an unexpected fault, {fault.Message}";
        ReferenceTensor[][] results = [.. outcome.Results!.Select(call => call.Select(t => ReferenceTensor.From(t.Row(0))).ToArray())];
        return Closeness.FirstDifference((Verdict.WellPosed)verdict, results, @case.ResultNames);
    }

    private static string? WhyAnotherFault(FaultException expected, DynRunException? actual)
    {
        if (actual is null)
            return $"no fault, expected {expected.Message}";
        bool isSame =
            actual.Line == expected.Origin.Line
            && actual.Column == expected.Origin.Column
            && actual.Value == expected.Value
            && actual.Bound == expected.Bound;
        return isSame ? null : $"the fault {actual.Message}, expected {expected.Message}";
    }

    private string? CheckBatches(int size, int threads, Outcome[] alone)
    {
        using ModelSession session = NewSession(size, threads);
        foreach (int[] samples in Enumerable.Range(0, SampleSet.Count).Chunk(size))
        {
            int[] sound = [.. samples.Where(s => alone[s].Fault is null)];
            if (sound.Length < samples.Length)
            {
                if (WhyNoneOf(samples, alone, Run(session, samples)) is { } wrong)
                    return wrong;
            }
            if (sound.Length > 0 && CompareBytes(sound, alone, Run(session, sound)) is { } difference)
                return difference;
        }
        return null;
    }

    // Which sample faults first depends on how the batch is regrouped; its fault does not.
    private static string? WhyNoneOf(int[] samples, Outcome[] alone, Outcome batch)
    {
        if (batch.Fault is not { } fault)
            return $"no fault for samples {string.Join(", ", samples)}, of which some fault alone";
        int sample = samples[(int)fault.Sample];
        if (alone[sample].Fault is not { } own)
            return $"a fault for sample {sample}, which has none alone: {fault.Message}";
        bool isSame = (own.Line, own.Column, own.Value, own.Bound) == (fault.Line, fault.Column, fault.Value, fault.Bound);
        return isSame ? null : $"sample {sample} faults as {fault.Message}, alone as {own.Message}";
    }

    private string? CompareBytes(int[] samples, Outcome[] alone, Outcome batch)
    {
        if (batch.Fault is { } fault)
            return $"samples {string.Join(", ", samples)} do not fault alone, but together: {fault.Message}";
        for (int call = 0; call < @case.Samples.CallCount; call++)
        {
            for (int result = 0; result < model.Outputs.Count; result++)
            {
                for (int i = 0; i < samples.Length; i++)
                {
                    Tensor together = batch.Results![call][result].Row(i);
                    Tensor own = alone[samples[i]].Results![call][result].Row(0);
                    if (!together.Bytes.Span.SequenceEqual(own.Bytes.Span))
                        return $"sample {samples[i]}, call {call}: `{model.Outputs[result].Name}` is {Show(together)}, alone {Show(own)}";
                }
            }
        }
        return null;
    }

    private static string Show(Tensor tensor) =>
        tensor.Type.IsFloat() ? $"[{string.Join(", ", tensor.ToFloats())}]" : $"[{string.Join(", ", tensor.ToLongs())}]";
}
