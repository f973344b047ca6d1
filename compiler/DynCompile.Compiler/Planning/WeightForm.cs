using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;

namespace DynCompile.Planning;

/// <summary>The form in which a use reads a stored weight.</summary>
public abstract record WeightForm
{
    /// <summary>As it is, one row for all lanes.</summary>
    public sealed record Plain(ElementType Element) : WeightForm;

    /// <summary>Packed for matrix products, pruned first if sparse; prefixes are read in place.</summary>
    public sealed record Matrix(Sparsity? Sparsity) : WeightForm;

    /// <summary>Packed for convolutions, pruned first if sparse; prefixes are read in place.</summary>
    public sealed record Convolution(int Groups, Sparsity? Sparsity) : WeightForm;

    /// <summary>
    /// Whether a stored weight packs to what it is read as: a 1-d convolution's weight reaches conv2d through a reshape that adds an axis
    /// of 1, which packing does not mind.
    /// </summary>
    public static bool IsPackedAs(TensorType stored, TensorType read) =>
        stored == read || (stored.Rank == 3 && stored.WithInserted(2, Size.One) == read);

    /// <summary>The packed form that an operator wants for an input that is a stored weight; null when it takes plain rows.</summary>
    public static WeightForm? PackedFor(Operator op, int input) =>
        (op, input) switch
        {
            (Linear linear, 1) => new Matrix(linear.Sparsity),
            (Conv2d conv, 1) => new Convolution(conv.Groups, conv.Sparsity),
            _ => null,
        };
}
