using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>x / divisor over one contiguous run.</summary>
internal static unsafe class Quotients
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide(float* x, float divisor, int length)
    {
        int i = 0;
        for (; i <= length - 8; i += 8)
            (Vector256.Load(x + i) / divisor).Store(x + i);
        for (; i < length; i++)
            x[i] /= divisor;
    }
}
