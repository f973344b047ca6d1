using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;

namespace DynCompile.Fuzzing.Properties;

/// <summary>All that a run in f64 chose; runs in f32 are held against it.</summary>
internal sealed class ChoiceTrace
{
    private readonly List<(Node Node, ReferenceTensor[] Inputs, ReferenceTensor[] Results)> _steps = [];
    private int _next;

    /// <summary>The first choice that hangs on rounding; null while there is none.</summary>
    public string? Difference { get; private set; }

    /// <summary>Another run begins.</summary>
    public void Restart() => _next = 0;

    public void Record(Node node, ReferenceTensor[] inputs, ReferenceTensor[] results) => _steps.Add((node, inputs, results));

    public void Compare(Node node, ReferenceTensor[] inputs, ReferenceTensor[] results)
    {
        if (Difference is not null)
            return;
        if (_next == _steps.Count || !ReferenceEquals(_steps[_next].Node, node))
        {
            Difference = $"f32 goes another way at {node.Origin}";
            return;
        }
        (_, ReferenceTensor[] exactInputs, ReferenceTensor[] exact) = _steps[_next++];
        for (int i = 0; i < results.Length && Difference is null; i++)
            Difference = WhyDifferent(node, results[i], exact[i]);
        Difference ??= ChoiceMargins.WhyUnclear(node, inputs, exactInputs);
    }

    private static string? WhyDifferent(Node node, ReferenceTensor single, ReferenceTensor exact)
    {
        if (!single.IsFloat)
            return single.Integers.AsSpan().SequenceEqual(exact.Integers)
                ? null
                : $"{node.Operator.Name} at {node.Origin} chooses otherwise";
        bool isRounded = node.Operator is Round or Floor or Cast;
        for (int i = 0; i < single.Count; i++)
        {
            (double s, double e) = (single.Reals[i], exact.Reals[i]);
            bool areAlike = double.IsFinite(s) && double.IsFinite(e) || s.Equals(e);
            if (!areAlike || (isRounded && node.Operator is not Cast { To: Tensors.ElementType.F32 } && !s.Equals(e)))
                return $"{node.Operator.Name} at {node.Origin} is {s} in f32 and {e} in f64";
        }
        return null;
    }
}
