using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>What <c>sparse: N:M</c> means to the operators that take it: a property of a use of a weight, not of the weight.</summary>
internal static class Sparse
{
    public static Parameter.Attribute Parameter { get; } = new("sparse", AttributeKind.Sparsity, IsOptional: true);

    public static IEnumerable<NamedAttribute> Attribute(Sparsity? sparsity) => sparsity is { } s ? [("sparse", s)] : [];

    /// <summary>
    /// The pruned axis must be divisible by M, at every elastic size. Elastic outputs must be whole groups of those that share a pattern:
    /// it is chosen by the weight as it is stored.
    /// </summary>
    public static TypeProblem? Check(Sparsity? sparsity, string what, Size reduced, Size outputs)
    {
        if (sparsity is not { } s)
            return null;
        if (Size.DivideExactly(reduced, s.M) is null)
            return new TypeProblem.Indivisible(what, reduced, s.M);
        return !outputs.IsConstant && Size.DivideExactly(outputs, s.By) is null
            ? new TypeProblem.Indivisible("the outputs", outputs, s.By)
            : null;
    }

    /// <summary>The multiply-adds left of a dense count.</summary>
    public static Size Kept(Size dense, Sparsity? sparsity) => sparsity is { } s ? Size.FloorDivide(dense * s.N, s.M) : dense;

    /// <summary>The numbers of a weight [outputs, inputs, positions], pruned along its inputs.</summary>
    public static double[] Prune(ReferenceTensor weight, Sparsity? sparsity, int outputs, int inputs, int positions)
    {
        if (sparsity is not { } s)
            return weight.Reals;
        // Pruning compares magnitudes only, so that f32 decides as the targets do.
        float[] dense = [.. weight.Reals.Select(r => (float)r)];
        float[] pruned = new float[dense.Length];
        Pruning.PruneConvolution(dense, outputs, inputs, positions, s, pruned);
        return [.. weight.Reals.Select((r, i) => pruned[i] == 0 ? 0 : r)];
    }
}
