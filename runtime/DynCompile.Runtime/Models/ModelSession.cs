using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>A running model: its arena, its state, and how batches go in and come out.</summary>
/// <remarks>
/// The generated session binds its inputs and results to rows of the arena, overrides <see cref="RunChunk"/> and adds calls that take
/// spans of the model's types. Results stay in the session until the last chunk of a batch has succeeded, so that a fault writes none.
/// </remarks>
public abstract unsafe class ModelSession : Session
{
    private readonly Rows<byte>[] _inputs;
    private readonly Rows<byte>[] _outputs;
    private readonly TensorInfo[] _declaredInputs;
    private readonly TensorInfo[] _declaredOutputs;
    private ElasticSizes _elastic;
    private readonly int[] _givenSizes;
    private readonly List<StateRows> _states = [];
    private readonly ExitStatistics? _exitStatistics;
    private readonly int[] _leftBy;
    private NativeBuffer? _staging;
    private SessionTeam? _team;
    private CancellationToken _cancellation;
    private int _batch;
    private int _usedLanes;
    private bool _isStaged;
    private bool _disposed;

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
        model.AddUser();
        _declaredInputs = [.. model.Inputs];
        _declaredOutputs = [.. model.Outputs];
        _inputs = new Rows<byte>[_declaredInputs.Length];
        _outputs = new Rows<byte>[_declaredOutputs.Length];
        _elastic = new ElasticSizes(model);
        _givenSizes = new int[givenSizes];
        _leftBy = new int[model.ExitNames.Count];
        _exitStatistics = _leftBy.Length == 0 ? null : model.ExitStatistics;
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
        if (_team is not null)
        {
            foreach (ModelSession mate in _team.Mates)
                mate.ResetState();
        }
    }

    /// <summary>Chooses an elastic size for the calls that follow.</summary>
    /// <param name="name">The elastic dimension's name.</param>
    /// <param name="value">One of its sizes.</param>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dimension does not list the size.</exception>
    public void SetElastic(string name, int value) => _elastic.Set(name, value);

    /// <summary>Chooses the costliest sub-network within a budget; of equal ones the larger in the dimension declared first.</summary>
    /// <param name="multiplyAdds">Multiply-adds of a sample that takes no exit.</param>
    /// <exception cref="ArgumentOutOfRangeException">Even the cheapest sub-network costs more.</exception>
    public void SetBudget(long multiplyAdds) => _elastic.SetBudget(multiplyAdds);

    /// <summary>Chooses all elastic sizes for the calls that follow: the given ones, else the largest.</summary>
    /// <param name="budget">Multiply-adds within which the costliest sub-network is taken; only without a given size.</param>
    /// <param name="sizes">A size or null for each elastic dimension, in declaration order.</param>
    /// <exception cref="ArgumentException">Both a budget and a size are given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension does not list its size, or every sub-network costs more.</exception>
    protected void ChooseSizes(long? budget, ReadOnlySpan<int?> sizes) => _elastic.Choose(budget, sizes);

    /// <summary>The size that an elastic dimension has in this call.</summary>
    /// <param name="dimension">Its number, in declaration order.</param>
    protected int ElasticSize(int dimension) => _elastic[dimension];

    /// <summary>Runs a batch of any size.</summary>
    /// <param name="inputs">A tensor for each input, first axis = sample.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="outputs">A tensor for each result, first axis = sample, to be written.</param>
    /// <param name="cancellationToken">Looked at before each block of the model.</param>
    /// <exception cref="ArgumentException">
    /// A tensor's type or shape is not the model's, or the model keeps state and the samples are more than the session's lanes.
    /// </exception>
    /// <exception cref="DynRunException">The model faulted; no result is written and the session can be used again.</exception>
    /// <exception cref="OperationCanceledException">No result is written and the session can be used again.</exception>
    public void RunBatch(
        IReadOnlyList<Tensor> inputs,
        int count,
        IReadOnlyList<Tensor> outputs,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        var batch = new TensorBatch(this, inputs, outputs);
        batch.Require(count);
        RunBatch(batch, count, cancellationToken);
    }

    /// <summary>Runs a batch of any size, in chunks of the session's lanes, and of those of its threads.</summary>
    /// <param name="batch">The samples, and the places of their results.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="cancellationToken">Looked at before each block of the model.</param>
    /// <exception cref="DynRunException">The model faulted; no result is written and the session can be used again.</exception>
    /// <exception cref="OperationCanceledException">No result is written and the session can be used again.</exception>
    protected void RunBatch<TBatch>(TBatch batch, int count, CancellationToken cancellationToken)
        where TBatch : IBatch, allows ref struct
    {
        SessionTeam? team = count > 1 ? TeamFor() : null;
        BeginBatch(count, isShared: team is not null, cancellationToken);
        SampleSource source = SampleSource.Of(ref batch);
        try
        {
            if (team is not null)
                team.Run(source, count, cancellationToken);
            else
                RunChunks(source, count);
        }
        catch (DynRunException)
        {
            Model.CountFault();
            throw;
        }
        EndBatch();
        batch.CopyOut();
        if (team is not null)
        {
            foreach (ModelSession mate in team.Mates)
                mate.EndBatch();
        }
        GC.KeepAlive(this);
    }

    // What is watched has an order, which one thread keeps; but the state of samples is where they ran.
    private SessionTeam? TeamFor()
    {
        if (_team is null || (RegionEntered is null && ValueShown is null))
            return _team;
        if (Model.HasState)
            throw new InvalidOperationException($"{Model.Name} keeps state: a session of several threads cannot be watched");
        return null;
    }

    private void RunChunks(SampleSource source, int count)
    {
        for (int first = 0; first < count; first += Capacity)
            RunShare(this, source, first, Math.Min(Capacity, count - first));
    }

    /// <summary>Lets other threads take part in the batches of this session; each has a session of its own.</summary>
    /// <param name="threads">All threads, the caller's among them.</param>
    internal void Share(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1)
            return;
        _team = new SessionTeam(this, threads);
        foreach (ModelSession mate in _team.Mates)
            mate._elastic = _elastic;
    }

    /// <summary>Begins to take part in a batch.</summary>
    internal void BeginShare(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        _usedLanes = 0;
        Array.Clear(_leftBy);
    }

    /// <summary>Runs samples in the lanes of this session, and leaves the results with the one whose batch it is.</summary>
    internal void RunShare(ModelSession owner, SampleSource source, int first, int samples)
    {
        ChunkStart = owner.FirstSample + first;
        RunSamples(source, first, samples);
        _usedLanes = samples;
        CountExits(samples);
        if (!owner._isStaged)
            return;
        for (int i = 0; i < _outputs.Length; i++)
            CopyOut(_outputs[i], owner.Staged(i), _declaredOutputs[i].Bytes, first, samples);
    }

    // A batch stops at the first place of the program where a sample faults. A sample before that one may fault at a later place, so
    // those are run again: of all samples that fault the first is named, whatever runs beside it.
    private void RunSamples(SampleSource source, int first, int count)
    {
        DynRunException? fault = null;
        while (count > 0)
        {
            source.CopyIn(this, first, count);
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

    // The batch has succeeded: what its samples left is what their lanes start from next time.
    private void EndBatch()
    {
        foreach (StateRows state in _states)
            state.Keep(_usedLanes);
        _exitStatistics?.Add(_leftBy);
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

    // Makes room for the results of the chunks if there will be more than one.
    private void BeginBatch(int count, bool isShared, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        Model.ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        // State lives in lanes, so a batch must fit them.
        if (Model.HasState && count > Capacity)
            throw new ArgumentException($"{Model.Name} keeps state in {Capacity} lanes; {count} samples are more", nameof(count));
        cancellationToken.ThrowIfCancellationRequested();
        BeginShare(cancellationToken);
        _batch = count;
        _isStaged = isShared || count > Capacity;
        if (!_isStaged)
            return;
        long bytes = 0;
        foreach (TensorInfo output in _declaredOutputs)
            bytes += (long)count * output.Bytes;
        if (_staging is not null && _staging.Bytes >= bytes)
            return;
        _staging?.Dispose();
        _staging = new NativeBuffer(bytes, $"the results of {count} samples");
    }

    private void CountExits(int samples)
    {
        if (_exitStatistics is null)
            return;
        Rows<byte> exits = _outputs[^1];
        for (int lane = 0; lane < samples; lane++)
            _leftBy[MemoryMarshal.Read<int>(exits.Span(lane, sizeof(int)))]++;
    }

    private Span<byte> Staged(int output)
    {
        long before = 0;
        for (int i = 0; i < output; i++)
            before += (long)_batch * _declaredOutputs[i].Bytes;
        return new(_staging!.Pointer + before, checked(_batch * _declaredOutputs[output].Bytes));
    }

    /// <summary>Copies samples of a batch into lanes 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="input">The input's number, in declaration order.</param>
    /// <param name="samples">The whole batch, of a length that <see cref="RequireInput"/> accepts.</param>
    /// <param name="first">The sample of lane 0.</param>
    /// <param name="count">How many samples.</param>
    protected internal void CopyIn<T>(int input, ReadOnlySpan<T> samples, int first, int count)
        where T : unmanaged
    {
        int length = _declaredInputs[input].Bytes / sizeof(T);
        Rows<byte> rows = _inputs[input];
        for (int lane = 0; lane < count; lane++)
            MemoryMarshal.AsBytes(samples.Slice((first + lane) * length, length)).CopyTo(rows.Span(lane, length * sizeof(T)));
    }

    /// <summary>Writes a result of the whole batch; every sample has succeeded.</summary>
    /// <param name="output">The result's number, in declaration order.</param>
    /// <param name="destination">Room for all samples, of a length that <see cref="RequireResult"/> accepts.</param>
    protected internal void CopyResult<T>(int output, Span<T> destination)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        if (_isStaged)
            Staged(output).CopyTo(bytes);
        else
            CopyOut(_outputs[output], bytes, _declaredOutputs[output].Bytes, 0, _batch);
    }

    private static void CopyOut(Rows<byte> source, Span<byte> destination, int rowBytes, int first, int count)
    {
        for (int lane = 0; lane < count; lane++)
            source.Span(lane, rowBytes).CopyTo(destination.Slice(checked((first + lane) * rowBytes), rowBytes));
    }

    /// <summary>Checks that a span holds an input of a whole batch.</summary>
    /// <param name="input">The input's number, in declaration order.</param>
    /// <param name="given">The span's length.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="parameter">What the caller knows the span by.</param>
    /// <exception cref="ArgumentException">The length is another one; the message says both.</exception>
    protected void RequireInput(int input, int given, int count, string parameter) =>
        _declaredInputs[input].RequireLength(given, count, parameter);

    /// <summary>Checks that a span has room for a result of a whole batch.</summary>
    /// <param name="output">The result's number, in declaration order.</param>
    /// <param name="given">The span's length.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="parameter">What the caller knows the span by.</param>
    /// <exception cref="ArgumentException">The length is another one; the message says both.</exception>
    protected void RequireResult(int output, int given, int count, string parameter) =>
        _declaredOutputs[output].RequireLength(given, count, parameter);

    /// <summary>The size that the data gave last, for whoever watches regions being entered.</summary>
    /// <param name="number">The size's number in the compiled program.</param>
    public int GivenSize(int number) => _givenSizes[number];

    /// <summary>Says which size the lanes that go on have chosen.</summary>
    protected void GiveSize(int number, int size) => _givenSizes[number] = size;

    /// <summary>Stops here if the caller has cancelled; else tells whoever watches that these lanes enter a region.</summary>
    protected void Enter(int region, Lanes live)
    {
        _cancellation.ThrowIfCancellationRequested();
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
        if (disposing && !_disposed)
        {
            _disposed = true;
            _team?.Dispose();
            _staging?.Dispose();
            Model.RemoveUser();
        }
        base.Dispose(disposing);
    }
}
