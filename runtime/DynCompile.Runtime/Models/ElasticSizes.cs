namespace DynCompile.Runtime;

/// <summary>The elastic sizes that a session's calls use. A choice that is refused changes none of them.</summary>
internal sealed class ElasticSizes
{
    private readonly CompiledModel _model;
    private readonly IReadOnlyList<ElasticInfo> _dimensions;
    private readonly IReadOnlyList<SubNetwork> _subNetworks;
    private readonly int[] _sizes;

    public ElasticSizes(CompiledModel model)
    {
        _model = model;
        _dimensions = model.Elastic;
        _subNetworks = model.SubNetworks;
        _sizes = [.. _dimensions.Select(dimension => dimension.Largest)];
    }

    public int this[int dimension] => _sizes[dimension];

    /// <summary>Sets one size.</summary>
    public void Set(string name, int size)
    {
        for (int i = 0; i < _sizes.Length; i++)
        {
            if (_dimensions[i].Name != name)
                continue;
            Require(i, size);
            _sizes[i] = size;
            return;
        }
        string known = _sizes.Length == 0 ? "nothing is elastic" : string.Join(", ", _dimensions.Select(e => e.Name));
        throw new ArgumentException($"{_model.Name} has no elastic dimension {name}: {known}", nameof(name));
    }

    /// <summary>Sets all sizes: the given ones, those that a budget allows, or the largest.</summary>
    public void Choose(long? budget, ReadOnlySpan<int?> sizes)
    {
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] is not { } size)
                continue;
            if (budget is not null)
                throw new ArgumentException($"a budget chooses every size; {_dimensions[i].Name} is set to {size} beside it");
            Require(i, size);
        }
        if (budget is { } multiplyAdds)
        {
            SetBudget(multiplyAdds);
            return;
        }
        for (int i = 0; i < sizes.Length; i++)
            _sizes[i] = sizes[i] ?? _dimensions[i].Largest;
    }

    /// <summary>Takes the costliest sub-network within a budget; of equal ones the larger in the dimension declared first.</summary>
    public void SetBudget(long multiplyAdds)
    {
        SubNetwork? best = null;
        // By index: an enumerator would be allocated in every call.
        for (int i = 0; i < _subNetworks.Count; i++)
        {
            SubNetwork candidate = _subNetworks[i];
            if (candidate.MultiplyAdds <= multiplyAdds && (best is null || IsPreferred(candidate, best)))
                best = candidate;
        }
        if (best is null)
            throw TooSmall(multiplyAdds);
        best.Sizes.CopyTo(_sizes);
    }

    private ArgumentOutOfRangeException TooSmall(long multiplyAdds)
    {
        string cheapest =
            _dimensions.Count == 0 ? "nothing is elastic"
            : _subNetworks.Count == 0 ? "it has too many to list, so that a size is set instead"
            : $"the cheapest takes {_subNetworks.Min(s => s.MultiplyAdds)}";
        return new ArgumentOutOfRangeException(
            nameof(multiplyAdds),
            multiplyAdds,
            $"no sub-network of {_model.Name} takes at most {multiplyAdds} multiply-adds: {cheapest}"
        );
    }

    private void Require(int dimension, int size)
    {
        ElasticInfo elastic = _dimensions[dimension];
        if (!elastic.Values.AsSpan().Contains(size))
            throw new ArgumentOutOfRangeException(
                elastic.Name,
                size,
                $"{elastic.Name} is one of {string.Join(", ", elastic.Values)}, not {size}"
            );
    }

    private static bool IsPreferred(SubNetwork candidate, SubNetwork best) =>
        candidate.MultiplyAdds != best.MultiplyAdds
            ? candidate.MultiplyAdds > best.MultiplyAdds
            : candidate.Sizes.AsSpan().SequenceCompareTo(best.Sizes.AsSpan()) > 0;
}
