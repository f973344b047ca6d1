using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>The checks that can fault, and their exceptions.</summary>
public static class Fault
{
    /// <summary>Checks an index and gives it back.</summary>
    /// <param name="value">The index.</param>
    /// <param name="bound">The first index that is too large.</param>
    /// <param name="lane">The lane that computed the index.</param>
    /// <param name="at">Where the model asks for it.</param>
    /// <exception cref="DynRunException">The index is not in 0..<paramref name="bound"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CheckIndex(int value, int bound, int lane, in FaultSite at)
    {
        if ((uint)value >= (uint)bound)
            Index(value, bound, lane, at);
        return value;
    }

    /// <inheritdoc cref="CheckIndex(int, int, int, in FaultSite)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CheckIndex(long value, int bound, int lane, in FaultSite at)
    {
        if ((ulong)value >= (ulong)bound)
            Index(value, bound, lane, at);
        return (int)value;
    }

    /// <summary>Reports an index that is out of range.</summary>
    [DoesNotReturn]
    public static void Index(long value, long bound, int lane, in FaultSite at) =>
        throw new DynRunException(FaultText.Index(value, bound), at, lane, value, bound);

    /// <summary>Reports an integer division by zero.</summary>
    [DoesNotReturn]
    public static void DivisionByZero(long dividend, int lane, in FaultSite at) =>
        throw new DynRunException(FaultText.DivisionByZero(dividend), at, lane, dividend, 0);

    /// <summary>Reports a size that is not in the range of a bounded one.</summary>
    [DoesNotReturn]
    public static void OutOfBounds(int value, int smallest, int largest, int lane, in FaultSite at) =>
        throw new DynRunException(FaultText.OutOfBounds(value, smallest, largest), at, lane, value, largest);

    /// <summary>Reports a value for an elastic dimension that its declaration does not list.</summary>
    [DoesNotReturn]
    public static void Unlisted(int value, ReadOnlySpan<int> allowed, int lane, in FaultSite at)
    {
        long[] listed = [.. allowed.ToArray().Select(size => (long)size)];
        throw new DynRunException(FaultText.Unlisted(value, listed), at, lane, value, listed.Max());
    }
}
