using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels;

/// <summary>(x - center) scale + shift over one contiguous run.</summary>
internal static unsafe class Affine
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* x, float* y, int length, float center, float scale, float shift, bool relu)
    {
        int i = 0;
        for (; i <= length - 8; i += 8)
        {
            Vector256<float> v = Vector256.Load(x + i) - Vector256.Create(center);
            v = Elementary.MultiplyAdd(v, Vector256.Create(scale), Vector256.Create(shift));
            (relu ? Elementary.Relu(v) : v).Store(y + i);
        }
        for (; i < length; i++)
        {
            float v = Elementary.MultiplyAdd(x[i] - center, scale, shift);
            y[i] = relu ? Elementary.Relu(v) : v;
        }
    }
}
