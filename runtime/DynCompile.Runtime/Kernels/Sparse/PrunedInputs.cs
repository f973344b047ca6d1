using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels.Sparse;

/// <summary>
/// A pruned weight is a zero, and zero times infinity or NaN is NaN: the outputs that a sparse product leaves such an input out of become NaN,
/// as they would in the dense product.
/// </summary>
internal static unsafe class PrunedInputs
{
    /// <summary>Corrects one row of results.</summary>
    public static void Correct(float* x, PackedSparseMatrix weight, float* y, int inputs, int outputs)
    {
        int unusual = CountUnusual(x, inputs);
        if (unusual == 0)
            return;
        int kept = weight.Kept(inputs);
        for (int output = 0; output < outputs; output++)
        {
            int strip = output / PackedSparseMatrix.StripWidth;
            int width = weight.WidthOf(strip);
            byte* place = weight.Places(strip) + output % PackedSparseMatrix.StripWidth;
            int read = 0;
            for (int i = 0; i < kept; i++, place += width)
                read += float.IsFinite(x[i / weight.N * weight.M + *place % weight.M]) ? 0 : 1;
            if (read < unusual)
                y[output] = float.NaN;
        }
    }

    /// <inheritdoc cref="Correct(float*, PackedSparseMatrix, float*, int, int)"/>
    public static void Correct(float* x, PackedSharedSparseMatrix weight, float* y, int inputs, int outputs)
    {
        int unusual = CountUnusual(x, inputs);
        if (unusual == 0)
            return;
        int kept = weight.Kept(inputs);
        for (int output = 0; output < outputs; output++)
        {
            int* input = weight.KeptInputs(output / PackedSharedSparseMatrix.PanelWidth);
            int read = 0;
            for (int i = 0; i < kept; i++)
                read += float.IsFinite(x[input[i]]) ? 0 : 1;
            if (read < unusual)
                y[output] = float.NaN;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountUnusual(float* x, int count)
    {
        Vector256<float> a = default;
        Vector256<float> b = default;
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            a = Elementary.MultiplyAdd(Vector256.Load(x + i), default, a);
            b = Elementary.MultiplyAdd(Vector256.Load(x + i + 8), default, b);
        }
        float rest = 0;
        for (; i < count; i++)
            rest += x[i] * 0;
        if (a + b == default && rest == 0)
            return 0;
        int unusual = 0;
        for (i = 0; i < count; i++)
            unusual += float.IsFinite(x[i]) ? 0 : 1;
        return unusual;
    }
}
