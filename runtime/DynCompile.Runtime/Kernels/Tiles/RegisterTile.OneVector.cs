using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

internal static unsafe partial class RegisterTile<V, T, TWalk>
{
    /// <summary>8 rows by 1 vector, for a last panel that stands alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByOne(float** x, nint from, nint length, TWalk panel, float** y, nint column, in TileEnds ends)
    {
        V s0a,
            s1a,
            s2a,
            s3a,
            s4a,
            s5a,
            s6a,
            s7a;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s1a = T.Load(y[1] + column);
            s2a = T.Load(y[2] + column);
            s3a = T.Load(y[3] + column);
            s4a = T.Load(y[4] + column);
            s5a = T.Load(y[5] + column);
            s6a = T.Load(y[6] + column);
            s7a = T.Load(y[7] + column);
        }
        else if (ends.RowStarts != null)
        {
            s0a = T.Create(ends.RowStarts[0]);
            s1a = T.Create(ends.RowStarts[1]);
            s2a = T.Create(ends.RowStarts[2]);
            s3a = T.Create(ends.RowStarts[3]);
            s4a = T.Create(ends.RowStarts[4]);
            s5a = T.Create(ends.RowStarts[5]);
            s6a = T.Create(ends.RowStarts[6]);
            s7a = T.Create(ends.RowStarts[7]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = s1a = s2a = s3a = s4a = s5a = s6a = s7a = T.Load(ends.ColumnStarts);
        }
        else
        {
            s0a = s1a = s2a = s3a = s4a = s5a = s6a = s7a = default;
        }
        float* x0 = x[0] + from;
        float* x1 = x[1] + from;
        float* x2 = x[2] + from;
        float* x3 = x[3] + from;
        float* x4 = x[4] + from;
        float* x5 = x[5] + from;
        float* x6 = x[6] + from;
        float* x7 = x[7] + from;
        for (nint i = 0; i < length; i++)
        {
            nint summand = panel.Summand(i);
            float* at = panel.Next();
            V a = T.Load(at);
            V v = T.Create(x0[summand]);
            s0a = T.MultiplyAdd(v, a, s0a);
            v = T.Create(x1[summand]);
            s1a = T.MultiplyAdd(v, a, s1a);
            v = T.Create(x2[summand]);
            s2a = T.MultiplyAdd(v, a, s2a);
            v = T.Create(x3[summand]);
            s3a = T.MultiplyAdd(v, a, s3a);
            v = T.Create(x4[summand]);
            s4a = T.MultiplyAdd(v, a, s4a);
            v = T.Create(x5[summand]);
            s5a = T.MultiplyAdd(v, a, s5a);
            v = T.Create(x6[summand]);
            s6a = T.MultiplyAdd(v, a, s6a);
            v = T.Create(x7[summand]);
            s7a = T.MultiplyAdd(v, a, s7a);
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s1a = T.Add(T.Load(y[1] + column), s1a);
            s2a = T.Add(T.Load(y[2] + column), s2a);
            s3a = T.Add(T.Load(y[3] + column), s3a);
            s4a = T.Add(T.Load(y[4] + column), s4a);
            s5a = T.Add(T.Load(y[5] + column), s5a);
            s6a = T.Add(T.Load(y[6] + column), s6a);
            s7a = T.Add(T.Load(y[7] + column), s7a);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s1a = T.Relu(s1a);
            s2a = T.Relu(s2a);
            s3a = T.Relu(s3a);
            s4a = T.Relu(s4a);
            s5a = T.Relu(s5a);
            s6a = T.Relu(s6a);
            s7a = T.Relu(s7a);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s1a, y[1] + column);
        T.Store(s2a, y[2] + column);
        T.Store(s3a, y[3] + column);
        T.Store(s4a, y[4] + column);
        T.Store(s5a, y[5] + column);
        T.Store(s6a, y[6] + column);
        T.Store(s7a, y[7] + column);
    }
}
