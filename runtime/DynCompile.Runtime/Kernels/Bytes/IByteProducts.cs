using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels.Bytes;

/// <summary>
/// A way to multiply 8-bit integers into 32-bit sums that is exact: no product and no sum of products saturates, and sums wrap.
/// Inputs come in groups that fill a 32-bit element; a vector of weights holds the groups of 8 outputs.
/// </summary>
internal unsafe interface IByteProducts
{
    /// <summary>Inputs in one group.</summary>
    static abstract int Group { get; }

    /// <summary>What stands in each byte of inputs that are zero.</summary>
    static abstract byte Zero { get; }

    /// <summary>How much larger than the input its packed form is; the sums start at minus that, times the sum of the weights.</summary>
    static abstract int Offset { get; }

    /// <summary>Packs inputs that follow each other.</summary>
    static abstract void Pack(sbyte* x, byte* packed, nint count);

    /// <summary>The weights of 8 outputs for one group.</summary>
    static abstract Vector256<int> Load(sbyte* weights);

    /// <summary>sums + x · w, group by group.</summary>
    static abstract Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> x, Vector256<int> weights);
}
