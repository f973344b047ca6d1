using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>How a reduction joins elements.</summary>
internal interface IReductionOperation<T, TResult>
    where T : unmanaged
    where TResult : unmanaged
{
    /// <summary>The result of no elements.</summary>
    static abstract TResult None { get; }

    /// <summary>Joins one more element.</summary>
    static abstract TResult Join(TResult result, T element);

    /// <summary>Joins the results of two parts.</summary>
    static abstract TResult Merge(TResult first, TResult second);

    /// <summary>Joins eight elements to eight results; asked for operations on floats only.</summary>
    static virtual Vector256<float> Join(Vector256<float> results, Vector256<float> elements) => throw new UnreachableException();
}
