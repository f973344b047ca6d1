using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>A running model: its arena, its state, and how batches go in and come out.</summary>
/// <remarks>
/// The generated session binds its inputs and results to rows of the arena and overrides <see cref="RunChunk"/>. Results stay in
/// the session until the last chunk of a batch has succeeded, so that a fault writes none.
/// </remarks>
public abstract unsafe class ModelSession : Session
{
    private readonly Rows<byte>[] _inputs;
    private readonly Rows<byte>[] _outputs;
    private readonly TensorInfo[] _declaredInputs;
    private readonly TensorInfo[] _declaredOutputs;
    private readonly int[] _elastic;
    private readonly int[] _givenSizes;
    private readonly List<StateRows> _states = [];
    private NativeBuffer? _staging;
    private int _batch;

    /// <summary>Allocates the arena and the lists; the elastic sizes are the largest.</summary>
    /// <param name="model">The model that runs.</param>
    /// <param name="capacity">The most lanes at once, at least 1.</param>
    /// <param name="arenaBytesPerLane">Bytes of all buffers, for one lane.</param>
    /// <param name="sites">Places where lanes are regrouped.</param>
    /// <param name="frames">Loops, iterations and bodies that lanes can leave early.</param>
    /// <param name="largestGroupCount">The most groups that a <c>GroupBy</c> makes.</param>
    /// <param name="givenSizes">Sizes that the data gives while the model runs.</param>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had; the message says how many bytes.</exception>
    protected ModelSession(
        CompiledModel model,
        int capacity,
        long arenaBytesPerLane,
        int sites,
        int frames = 0,
        int largestGroupCount = 0,
        int givenSizes = 0
    )
        : base(capacity, arenaBytesPerLane, sites, frames, largestGroupCount)
    {
        Model = model;
        _declaredInputs = [.. model.Inputs];
        _declaredOutputs = [.. model.Outputs];
        _inputs = new Rows<byte>[_declaredInputs.Length];
        _outputs = new Rows<byte>[_declaredOutputs.Length];
        _elastic = [.. model.Elastic.Select(elastic => elastic.Largest)];
        _givenSizes = new int[givenSizes];
    }

    /// <summary>The model that runs; its weights live at least as long as the session.</summary>
    public CompiledModel Model { get; }

    /// <summary>Called for each region and each sample that enters it; null unless somebody watches.</summary>
    public Action<int, long>? RegionEntered { get; set; }

    /// <summary>
    /// Called for each value and each sample as soon as it is computed, by a model that was compiled to show them; null unless somebody
    /// watches. The elements are those of the sample alone.
    /// </summary>
    public Action<int, long, Tensor>? ValueShown { get; set; }

    /// <summary>The number that faults and observers give to a batch's first sample: 0 unless the caller counts on from call to call.</summary>
    public long FirstSample { get; set; }

    /// <summary>Runs the model for the samples in lanes 0 to <paramref name="count"/> - 1, from input rows to result rows.</summary>
    protected abstract void RunChunk(int count);

    /// <summary>Sets every <c>state</c> back to its first value, in all lanes.</summary>
    public void ResetState()
    {
        ThrowIfDisposed();
        foreach (StateRows state in _states)
            state.Reset(Capacity);
    }

    /// <summary>Chooses an elastic size for the calls that follow.</summary>
    /// <param name="name">The elastic dimension's name.</param>
    /// <param name="value">One of its sizes.</param>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dimension does not list the size.</exception>
    public void SetElastic(string name, int value)
    {
        for (int i = 0; i < _elastic.Length; i++)
        {
            ElasticInfo elastic = Model.Elastic[i];
            if (elastic.Name != name)
                continue;
            if (!elastic.Values.Contains(value))
                throw new ArgumentOutOfRangeException(
                    nameof(value),
                    value,
                    $"{name} is one of {string.Join(", ", elastic.Values)}, not {value}"
                );
            _elastic[i] = value;
            return;
        }
        string known = _elastic.Length == 0 ? "nothing is elastic" : string.Join(", ", Model.Elastic.Select(e => e.Name));
        throw new ArgumentException($"{Model.Name} has no elastic dimension {name}: {known}", nameof(name));
    }

    /// <summary>Chooses the costliest sub-network within a budget; of equal ones the larger in the dimension declared first.</summary>
    /// <param name="multiplyAdds">Multiply-adds of a sample that takes no exit.</param>
    /// <exception cref="ArgumentOutOfRangeException">Even the cheapest sub-network costs more.</exception>
    public void SetBudget(long multiplyAdds)
    {
        SubNetwork? best = null;
        foreach (SubNetwork candidate in Model.SubNetworks)
        {
            if (candidate.MultiplyAdds <= multiplyAdds && (best is null || IsPreferred(candidate, best)))
                best = candidate;
        }
        if (best is null)
        {
            string cheapest =
                Model.Elastic.Count == 0 ? "nothing is elastic"
                : Model.SubNetworks.Count == 0 ? "it has too many to list, so that a size is set instead"
                : $"the cheapest takes {Model.SubNetworks.Min(s => s.MultiplyAdds)}";
            throw new ArgumentOutOfRangeException(
                nameof(multiplyAdds),
                multiplyAdds,
                $"no sub-network of {Model.Name} takes at most {multiplyAdds} multiply-adds: {cheapest}"
            );
        }
        best.Sizes.CopyTo(_elastic);
    }

    private static bool IsPreferred(SubNetwork candidate, SubNetwork best) =>
        candidate.MultiplyAdds != best.MultiplyAdds
            ? candidate.MultiplyAdds > best.MultiplyAdds
            : candidate.Sizes.AsSpan().SequenceCompareTo(best.Sizes.AsSpan()) > 0;

    /// <summary>The size that an elastic dimension has in this call.</summary>
    /// <param name="dimension">Its number, in declaration order.</param>
    protected int ElasticSize(int dimension) => _elastic[dimension];

    /// <summary>Runs a batch of any size.</summary>
    /// <param name="inputs">A tensor for each input, first axis = sample.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="outputs">A tensor for each result, first axis = sample, to be written.</param>
    /// <exception cref="ArgumentException">
    /// A tensor's type or shape is not the model's, or the model keeps state and the samples are more than the session's lanes.
    /// </exception>
    /// <exception cref="DynRunException">The model faulted; no result is written and the session can be used again.</exception>
    public void RunBatch(IReadOnlyList<Tensor> inputs, int count, IReadOnlyList<Tensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        RequireTensors(inputs, _declaredInputs, count, "input");
        RequireTensors(outputs, _declaredOutputs, count, "result");

        BeginBatch(count);
        for (int first = 0; first < count; first += Capacity)
        {
            RunSamples(inputs, first, BeginChunk(first));
            EndChunk(first);
        }
        KeepState();
        for (int i = 0; i < _outputs.Length; i++)
            CopyResult(i, MemoryMarshal.AsMemory(outputs[i].Bytes).Span);
        GC.KeepAlive(this);
    }

    // A batch stops at the first place of the program where a sample faults. A sample before that one may fault at a later place, so
    // those are run again: of all samples that fault the first is named, whatever runs beside it.
    private void RunSamples(IReadOnlyList<Tensor> inputs, int first, int count)
    {
        DynRunException? fault = null;
        while (count > 0)
        {
            for (int i = 0; i < _inputs.Length; i++)
                CopyIn(inputs[i].Bytes.Span, _inputs[i], _declaredInputs[i].Bytes, first, count);
            try
            {
                RunChunk(count);
                break;
            }
            catch (DynRunException found)
            {
                fault = found;
                count = (int)(found.Sample - ChunkStart);
            }
        }
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
    }

    private static void RequireTensors(IReadOnlyList<Tensor> tensors, TensorInfo[] declared, int count, string role)
    {
        if (tensors.Count != declared.Length)
            throw new ArgumentException($"{tensors.Count} {role}s are given, the model has {declared.Length}");
        for (int i = 0; i < tensors.Count; i++)
        {
            Tensor given = tensors[i];
            TensorInfo expected = declared[i];
            if (given.Type == expected.Type && IsBatchOf(given, count, expected))
                continue;
            throw new ArgumentException(
                $"{role} {expected.Name} is {Shapes.Text(expected.Type, [count, .. expected.Shape])} for {count} samples, not {given}"
            );
        }
    }

    private static bool IsBatchOf(Tensor given, int count, TensorInfo sample) =>
        given.Rank == sample.Shape.Length + 1 && given.Shape[0] == count && given.Shape.AsSpan()[1..].SequenceEqual(sample.Shape.AsSpan());

    /// <summary>Says in which rows of the arena an input is read.</summary>
    protected void BindInput<T>(int input, Rows<T> rows)
        where T : unmanaged => _inputs[input] = Bound(rows, _declaredInputs[input]);

    /// <summary>Says in which rows of the arena a result is left.</summary>
    protected void BindOutput<T>(int output, Rows<T> rows)
        where T : unmanaged => _outputs[output] = Bound(rows, _declaredOutputs[output]);

    /// <summary>Says where a state is read and where a call leaves its next value, and gives every lane the first one.</summary>
    /// <param name="now">What the call reads; changed only when the whole batch has succeeded.</param>
    /// <param name="next">What the call leaves.</param>
    /// <param name="length">Elements of one lane.</param>
    /// <param name="initial">Every element before the first call.</param>
    protected void BindState<T>(Rows<T> now, Rows<T> next, int length, T initial)
        where T : unmanaged
    {
        var first = new T[length];
        Array.Fill(first, initial);
        var state = new StateRows(now.AsBytes(), next.AsBytes(), MemoryMarshal.AsBytes<T>(first).ToArray());
        state.Reset(Capacity);
        _states.Add(state);
    }

    /// <summary>The batch has succeeded: what its samples left is what their lanes start from next time.</summary>
    protected void KeepState()
    {
        foreach (StateRows state in _states)
            state.Keep(_batch);
    }

    private sealed record StateRows(Rows<byte> Now, Rows<byte> Next, byte[] Initial)
    {
        public void Reset(int lanes)
        {
            for (int lane = 0; lane < lanes; lane++)
                Initial.CopyTo(Now.Span(lane, Initial.Length));
        }

        public void Keep(int lanes)
        {
            for (int lane = 0; lane < lanes; lane++)
                Next.Span(lane, Initial.Length).CopyTo(Now.Span(lane, Initial.Length));
        }
    }

    private static Rows<byte> Bound<T>(Rows<T> rows, TensorInfo info)
        where T : unmanaged
    {
        if (sizeof(T) != info.Type.Size())
            throw new ArgumentException($"{info} is bound to rows of {typeof(T).Name}");
        return rows.AsBytes();
    }

    /// <summary>Opens a batch: makes room for the results of its chunks if there will be more than one.</summary>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="ArgumentException">State lives in lanes, so a batch of a model with state is at most the capacity.</exception>
    protected void BeginBatch(int count)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Model.HasState && count > Capacity)
            throw new ArgumentException($"{Model.Name} keeps state in {Capacity} lanes; {count} samples are more", nameof(count));
        _batch = count;
        if (count <= Capacity)
            return;
        long bytes = 0;
        foreach (TensorInfo output in _declaredOutputs)
            bytes += (long)count * output.Bytes;
        if (_staging is not null && _staging.Bytes >= bytes)
            return;
        _staging?.Dispose();
        _staging = new NativeBuffer(bytes, $"the results of {count} samples");
    }

    /// <summary>Opens a chunk of the batch.</summary>
    /// <param name="first">Its first sample.</param>
    /// <returns>How many samples the chunk has.</returns>
    protected int BeginChunk(int first)
    {
        ChunkStart = FirstSample + first;
        return Math.Min(Capacity, _batch - first);
    }

    /// <summary>Closes a chunk: its results wait for the whole batch to succeed.</summary>
    /// <param name="first">Its first sample.</param>
    protected void EndChunk(int first)
    {
        if (_batch <= Capacity)
            return;
        int samples = Math.Min(Capacity, _batch - first);
        for (int i = 0; i < _outputs.Length; i++)
            CopyOut(_outputs[i], Staged(i), _declaredOutputs[i].Bytes, first, samples);
    }

    /// <summary>Writes a result of the whole batch; every sample has succeeded.</summary>
    /// <param name="output">The result's number, in declaration order.</param>
    /// <param name="destination">Room for all samples.</param>
    protected void CopyResult<T>(int output, Span<T> destination)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        if (_batch > Capacity)
            Staged(output).CopyTo(bytes);
        else
            CopyOut(_outputs[output], bytes, _declaredOutputs[output].Bytes, 0, _batch);
    }

    private Span<byte> Staged(int output)
    {
        long before = 0;
        for (int i = 0; i < output; i++)
            before += (long)_batch * _declaredOutputs[i].Bytes;
        return new(_staging!.Pointer + before, checked(_batch * _declaredOutputs[output].Bytes));
    }

    /// <summary>Copies samples of a batch into the rows of lanes 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="source">The whole batch.</param>
    /// <param name="destination">The input's rows.</param>
    /// <param name="rowLength">Elements of one sample.</param>
    /// <param name="firstSample">The sample of lane 0.</param>
    /// <param name="count">How many samples.</param>
    protected static void CopyIn<T>(ReadOnlySpan<T> source, Rows<T> destination, int rowLength, int firstSample, int count)
        where T : unmanaged
    {
        for (int lane = 0; lane < count; lane++)
            source.Slice(checked((firstSample + lane) * rowLength), rowLength).CopyTo(destination.Span(lane, rowLength));
    }

    /// <summary>Copies the rows of lanes 0 to <paramref name="count"/> - 1 to their samples' places in a batch.</summary>
    /// <param name="source">The result's rows.</param>
    /// <param name="destination">The whole batch.</param>
    /// <param name="rowLength">Elements of one sample.</param>
    /// <param name="firstSample">The sample of lane 0.</param>
    /// <param name="count">How many samples.</param>
    protected static void CopyOut<T>(Rows<T> source, Span<T> destination, int rowLength, int firstSample, int count)
        where T : unmanaged
    {
        for (int lane = 0; lane < count; lane++)
            source.Span(lane, rowLength).CopyTo(destination.Slice(checked((firstSample + lane) * rowLength), rowLength));
    }

    /// <summary>Checks that a span holds a whole batch.</summary>
    /// <param name="given">The span's length.</param>
    /// <param name="rowLength">Elements of one sample.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="name">The input's or result's name.</param>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    protected static void RequireLength(int given, int rowLength, int count, string name)
    {
        if (given != (long)rowLength * count)
            throw new ArgumentException(
                $"{name} has {given} elements; {count} samples of {rowLength} take {(long)rowLength * count}",
                name
            );
    }

    /// <summary>The size that the data gave last, for whoever watches regions being entered.</summary>
    /// <param name="number">The size's number in the compiled program.</param>
    public int GivenSize(int number) => _givenSizes[number];

    /// <summary>Says which size the lanes that go on have chosen.</summary>
    protected void GiveSize(int number, int size) => _givenSizes[number] = size;

    /// <summary>Tells whoever watches that these lanes enter a region.</summary>
    protected void Enter(int region, Lanes live)
    {
        if (RegionEntered is not { } entered)
            return;
        foreach (int lane in live)
            entered(region, ChunkStart + lane);
    }

    /// <summary>Tells whoever watches what these lanes have computed.</summary>
    protected void Show<T>(int value, Lanes live, Rows<T> rows, int length)
        where T : unmanaged
    {
        if (ValueShown is not { } shown)
            return;
        foreach (int lane in live)
            shown(value, ChunkStart + lane, Tensor.FromSpan<T>(rows.Span(lane, length), length));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _staging?.Dispose();
        base.Dispose(disposing);
    }
}
