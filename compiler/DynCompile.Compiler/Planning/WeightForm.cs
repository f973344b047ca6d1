using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;

namespace DynCompile.Planning;

/// <summary>The form in which a use reads a stored weight.</summary>
public abstract record WeightForm
{
    /// <summary>One row for all lanes, as it is or as a reading makes it.</summary>
    public sealed record Plain(ElementType Element, WeightReading Reading = WeightReading.AsStored) : WeightForm
    {
        public static Plain Of(Weight weight) => new(weight.ReadType.Element, weight.Reading);
    }

    /// <summary>Packed for matrix products, pruned first if sparse; prefixes are read in place.</summary>
    public sealed record Matrix(Sparsity? Sparsity) : WeightForm;

    /// <summary>Only the inputs that stay, of each output by itself, and their places.</summary>
    public sealed record SparseMatrix(Sparsity Sparsity) : WeightForm;

    /// <summary>Only the inputs that stay, which 16 outputs or a multiple share.</summary>
    public sealed record SharedSparseMatrix(Sparsity Sparsity) : WeightForm;

    /// <summary>Packed for convolutions, pruned first if sparse; prefixes are read in place.</summary>
    public sealed record Convolution(int Groups, Sparsity? Sparsity) : WeightForm;

    /// <summary>8-bit integers, packed for matrix products.</summary>
    public sealed record MatrixI8 : WeightForm;

    /// <summary>8-bit integers, packed for convolutions.</summary>
    public sealed record ConvolutionI8(int Groups) : WeightForm;

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
            (Linear { Sparsity: { } sparsity }, 1) => ForSparse(sparsity),
            (Linear, 1) => new Matrix(null),
            (Conv2d conv, 1) => new Convolution(conv.Groups, conv.Sparsity),
            (LinearI8, 1) => new MatrixI8(),
            (Conv2dI8 conv, 1) => new ConvolutionI8(conv.Groups),
            _ => null,
        };

    /// <summary>What stays of a sparse weight is stored by itself where that is faster than the zeros are; else the zeros are stored too.</summary>
    private static WeightForm ForSparse(Sparsity sparsity) =>
        !IsFasterSparse(sparsity) ? new Matrix(sparsity)
        : sparsity.By % 16 == 0 ? new SharedSparseMatrix(sparsity)
        : sparsity.M is 2 or 4 or 8 or 16 ? new SparseMatrix(sparsity)
        : new Matrix(sparsity);

    // Patterns cost something to follow: from half of the inputs on, the dense kernel catches up.
    private static bool IsFasterSparse(Sparsity sparsity) => 2 * sparsity.N <= sparsity.M;
}
