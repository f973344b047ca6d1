using System.Runtime.CompilerServices;

namespace DynCompile.Runtime;

public static partial class Elementary
{
    /// <summary>Integer division, truncated; the smallest integer divided by -1 wraps.</summary>
    /// <param name="dividend">What is divided.</param>
    /// <param name="divisor">By what.</param>
    /// <param name="lane">The lane that divides.</param>
    /// <param name="at">Where the model divides.</param>
    /// <exception cref="DynRunException">The divisor is 0.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Divide(int dividend, int divisor, int lane, in FaultSite at)
    {
        if (divisor == 0)
            Fault.DivisionByZero(dividend, lane, at);
        return divisor == -1 ? unchecked(-dividend) : dividend / divisor;
    }

    /// <inheritdoc cref="Divide(int, int, int, in FaultSite)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Divide(long dividend, long divisor, int lane, in FaultSite at)
    {
        if (divisor == 0)
            Fault.DivisionByZero(dividend, lane, at);
        return divisor == -1 ? unchecked(-dividend) : dividend / divisor;
    }

    /// <summary>What an integer division leaves, with the dividend's sign.</summary>
    /// <inheritdoc cref="Divide(int, int, int, in FaultSite)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Remainder(int dividend, int divisor, int lane, in FaultSite at)
    {
        if (divisor == 0)
            Fault.DivisionByZero(dividend, lane, at);
        return divisor == -1 ? 0 : dividend % divisor;
    }

    /// <inheritdoc cref="Remainder(int, int, int, in FaultSite)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Remainder(long dividend, long divisor, int lane, in FaultSite at)
    {
        if (divisor == 0)
            Fault.DivisionByZero(dividend, lane, at);
        return divisor == -1 ? 0 : dividend % divisor;
    }
}
