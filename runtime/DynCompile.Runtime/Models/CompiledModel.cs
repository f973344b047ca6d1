namespace DynCompile.Runtime;

/// <summary>A model's program with its weights; threads may share it. Sessions run it.</summary>
public abstract class CompiledModel : IDisposable
{
    private readonly List<IStoredWeight> _owned = [];

    /// <summary>The model's name in its text.</summary>
    public abstract string Name { get; }

    /// <summary>The inputs, in declaration order.</summary>
    public abstract IReadOnlyList<TensorInfo> Inputs { get; }

    /// <summary>The results, in declaration order; <c>exit</c> last, if the model has exits.</summary>
    public abstract IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>The elastic dimensions, in declaration order.</summary>
    public virtual IReadOnlyList<ElasticInfo> Elastic => [];

    /// <summary>Every choice of elastic sizes with its cost; empty if nothing is elastic.</summary>
    public virtual IReadOnlyList<SubNetwork> SubNetworks => [];

    /// <summary>The names of the exits by number, the <c>return</c>s included; empty for a model that always ends at its return.</summary>
    public virtual IReadOnlyList<string> ExitNames => [];

    /// <summary>Whether the model keeps <c>state</c> from call to call.</summary>
    public virtual bool HasState => false;

    /// <summary>The native memory of all weights and constants, in the forms in which kernels read them.</summary>
    public long WeightBytes => _owned.Sum(weight => weight.Bytes);

    /// <summary>Allocates what running the model takes, for one thread at a time.</summary>
    /// <param name="maxBatch">The most samples that run at once, at least 1; larger batches run in chunks.</param>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had; the message says how many bytes.</exception>
    public abstract ModelSession CreateSession(int maxBatch);

    /// <summary>Frees the weights. The sessions must not run any more.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the weights; a derived model adds its own.</summary>
    /// <param name="disposing">False when called by a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (IStoredWeight weight in _owned)
            weight.Dispose();
        _owned.Clear();
    }

    /// <summary>Hands weights over: they are freed with the model.</summary>
    protected T Own<T>(T weight)
        where T : IStoredWeight
    {
        _owned.Add(weight);
        return weight;
    }
}
