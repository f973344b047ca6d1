using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Products whose sums stay in registers: y[row][column] = start + Σ x[row][i] panel[i][column], i ascending.</summary>
/// <remarks>
/// A tile takes rows by vectors of columns. x and y are pointers to rows, so that rows may belong to different lanes; the same row may
/// stand in several places. The panel has one line for each i; its vectors are at 0, <c>second</c>, <c>next</c>, <c>next + second</c>, …
/// Whole vectors of y are written.
/// </remarks>
/// <typeparam name="V">A vector.</typeparam>
/// <typeparam name="T">Its operations.</typeparam>
/// <typeparam name="TWalk">Where the panel's lines are, and which element of a row belongs to each.</typeparam>
internal static unsafe partial class RegisterTile<V, T, TWalk>
    where V : struct
    where T : struct, IVectors<V>
    where TWalk : struct, IPanelWalk
{
    /// <summary>8 rows by 2 vectors, for 32 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByTwo(float** x, nint from, nint length, TWalk panel, nint second, float** y, nint column, in TileEnds ends)
    {
        V s0a,
            s0b,
            s1a,
            s1b,
            s2a,
            s2b,
            s3a,
            s3b,
            s4a,
            s4b,
            s5a,
            s5b,
            s6a,
            s6b,
            s7a,
            s7b;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s0b = T.Load(y[0] + column + T.Count);
            s1a = T.Load(y[1] + column);
            s1b = T.Load(y[1] + column + T.Count);
            s2a = T.Load(y[2] + column);
            s2b = T.Load(y[2] + column + T.Count);
            s3a = T.Load(y[3] + column);
            s3b = T.Load(y[3] + column + T.Count);
            s4a = T.Load(y[4] + column);
            s4b = T.Load(y[4] + column + T.Count);
            s5a = T.Load(y[5] + column);
            s5b = T.Load(y[5] + column + T.Count);
            s6a = T.Load(y[6] + column);
            s6b = T.Load(y[6] + column + T.Count);
            s7a = T.Load(y[7] + column);
            s7b = T.Load(y[7] + column + T.Count);
        }
        else if (ends.RowStarts != null)
        {
            s0a = s0b = T.Create(ends.RowStarts[0]);
            s1a = s1b = T.Create(ends.RowStarts[1]);
            s2a = s2b = T.Create(ends.RowStarts[2]);
            s3a = s3b = T.Create(ends.RowStarts[3]);
            s4a = s4b = T.Create(ends.RowStarts[4]);
            s5a = s5b = T.Create(ends.RowStarts[5]);
            s6a = s6b = T.Create(ends.RowStarts[6]);
            s7a = s7b = T.Create(ends.RowStarts[7]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = s1a = s2a = s3a = s4a = s5a = s6a = s7a = T.Load(ends.ColumnStarts);
            s0b = s1b = s2b = s3b = s4b = s5b = s6b = s7b = T.Load(ends.ColumnStarts + T.Count);
        }
        else
        {
            s0a = s1a = s2a = s3a = s4a = s5a = s6a = s7a = default;
            s0b = s1b = s2b = s3b = s4b = s5b = s6b = s7b = default;
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
            V b = T.Load(at + second);
            V v = T.Create(x0[summand]);
            s0a = T.MultiplyAdd(v, a, s0a);
            s0b = T.MultiplyAdd(v, b, s0b);
            v = T.Create(x1[summand]);
            s1a = T.MultiplyAdd(v, a, s1a);
            s1b = T.MultiplyAdd(v, b, s1b);
            v = T.Create(x2[summand]);
            s2a = T.MultiplyAdd(v, a, s2a);
            s2b = T.MultiplyAdd(v, b, s2b);
            v = T.Create(x3[summand]);
            s3a = T.MultiplyAdd(v, a, s3a);
            s3b = T.MultiplyAdd(v, b, s3b);
            v = T.Create(x4[summand]);
            s4a = T.MultiplyAdd(v, a, s4a);
            s4b = T.MultiplyAdd(v, b, s4b);
            v = T.Create(x5[summand]);
            s5a = T.MultiplyAdd(v, a, s5a);
            s5b = T.MultiplyAdd(v, b, s5b);
            v = T.Create(x6[summand]);
            s6a = T.MultiplyAdd(v, a, s6a);
            s6b = T.MultiplyAdd(v, b, s6b);
            v = T.Create(x7[summand]);
            s7a = T.MultiplyAdd(v, a, s7a);
            s7b = T.MultiplyAdd(v, b, s7b);
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s0b = T.Add(T.Load(y[0] + column + T.Count), s0b);
            s1a = T.Add(T.Load(y[1] + column), s1a);
            s1b = T.Add(T.Load(y[1] + column + T.Count), s1b);
            s2a = T.Add(T.Load(y[2] + column), s2a);
            s2b = T.Add(T.Load(y[2] + column + T.Count), s2b);
            s3a = T.Add(T.Load(y[3] + column), s3a);
            s3b = T.Add(T.Load(y[3] + column + T.Count), s3b);
            s4a = T.Add(T.Load(y[4] + column), s4a);
            s4b = T.Add(T.Load(y[4] + column + T.Count), s4b);
            s5a = T.Add(T.Load(y[5] + column), s5a);
            s5b = T.Add(T.Load(y[5] + column + T.Count), s5b);
            s6a = T.Add(T.Load(y[6] + column), s6a);
            s6b = T.Add(T.Load(y[6] + column + T.Count), s6b);
            s7a = T.Add(T.Load(y[7] + column), s7a);
            s7b = T.Add(T.Load(y[7] + column + T.Count), s7b);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s0b = T.Relu(s0b);
            s1a = T.Relu(s1a);
            s1b = T.Relu(s1b);
            s2a = T.Relu(s2a);
            s2b = T.Relu(s2b);
            s3a = T.Relu(s3a);
            s3b = T.Relu(s3b);
            s4a = T.Relu(s4a);
            s4b = T.Relu(s4b);
            s5a = T.Relu(s5a);
            s5b = T.Relu(s5b);
            s6a = T.Relu(s6a);
            s6b = T.Relu(s6b);
            s7a = T.Relu(s7a);
            s7b = T.Relu(s7b);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s0b, y[0] + column + T.Count);
        T.Store(s1a, y[1] + column);
        T.Store(s1b, y[1] + column + T.Count);
        T.Store(s2a, y[2] + column);
        T.Store(s2b, y[2] + column + T.Count);
        T.Store(s3a, y[3] + column);
        T.Store(s3b, y[3] + column + T.Count);
        T.Store(s4a, y[4] + column);
        T.Store(s4b, y[4] + column + T.Count);
        T.Store(s5a, y[5] + column);
        T.Store(s5b, y[5] + column + T.Count);
        T.Store(s6a, y[6] + column);
        T.Store(s6b, y[6] + column + T.Count);
        T.Store(s7a, y[7] + column);
        T.Store(s7b, y[7] + column + T.Count);
    }

    /// <summary>6 rows by 2 vectors, for 16 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixByTwo(float** x, nint from, nint length, TWalk panel, nint second, float** y, nint column, in TileEnds ends)
    {
        V s0a,
            s0b,
            s1a,
            s1b,
            s2a,
            s2b,
            s3a,
            s3b,
            s4a,
            s4b,
            s5a,
            s5b;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s0b = T.Load(y[0] + column + T.Count);
            s1a = T.Load(y[1] + column);
            s1b = T.Load(y[1] + column + T.Count);
            s2a = T.Load(y[2] + column);
            s2b = T.Load(y[2] + column + T.Count);
            s3a = T.Load(y[3] + column);
            s3b = T.Load(y[3] + column + T.Count);
            s4a = T.Load(y[4] + column);
            s4b = T.Load(y[4] + column + T.Count);
            s5a = T.Load(y[5] + column);
            s5b = T.Load(y[5] + column + T.Count);
        }
        else if (ends.RowStarts != null)
        {
            s0a = s0b = T.Create(ends.RowStarts[0]);
            s1a = s1b = T.Create(ends.RowStarts[1]);
            s2a = s2b = T.Create(ends.RowStarts[2]);
            s3a = s3b = T.Create(ends.RowStarts[3]);
            s4a = s4b = T.Create(ends.RowStarts[4]);
            s5a = s5b = T.Create(ends.RowStarts[5]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = s1a = s2a = s3a = s4a = s5a = T.Load(ends.ColumnStarts);
            s0b = s1b = s2b = s3b = s4b = s5b = T.Load(ends.ColumnStarts + T.Count);
        }
        else
        {
            s0a = s1a = s2a = s3a = s4a = s5a = default;
            s0b = s1b = s2b = s3b = s4b = s5b = default;
        }
        float* x0 = x[0] + from;
        float* x1 = x[1] + from;
        float* x2 = x[2] + from;
        float* x3 = x[3] + from;
        float* x4 = x[4] + from;
        float* x5 = x[5] + from;
        for (nint i = 0; i < length; i++)
        {
            nint summand = panel.Summand(i);
            float* at = panel.Next();
            V a = T.Load(at);
            V b = T.Load(at + second);
            V v = T.Create(x0[summand]);
            s0a = T.MultiplyAdd(v, a, s0a);
            s0b = T.MultiplyAdd(v, b, s0b);
            v = T.Create(x1[summand]);
            s1a = T.MultiplyAdd(v, a, s1a);
            s1b = T.MultiplyAdd(v, b, s1b);
            v = T.Create(x2[summand]);
            s2a = T.MultiplyAdd(v, a, s2a);
            s2b = T.MultiplyAdd(v, b, s2b);
            v = T.Create(x3[summand]);
            s3a = T.MultiplyAdd(v, a, s3a);
            s3b = T.MultiplyAdd(v, b, s3b);
            v = T.Create(x4[summand]);
            s4a = T.MultiplyAdd(v, a, s4a);
            s4b = T.MultiplyAdd(v, b, s4b);
            v = T.Create(x5[summand]);
            s5a = T.MultiplyAdd(v, a, s5a);
            s5b = T.MultiplyAdd(v, b, s5b);
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s0b = T.Add(T.Load(y[0] + column + T.Count), s0b);
            s1a = T.Add(T.Load(y[1] + column), s1a);
            s1b = T.Add(T.Load(y[1] + column + T.Count), s1b);
            s2a = T.Add(T.Load(y[2] + column), s2a);
            s2b = T.Add(T.Load(y[2] + column + T.Count), s2b);
            s3a = T.Add(T.Load(y[3] + column), s3a);
            s3b = T.Add(T.Load(y[3] + column + T.Count), s3b);
            s4a = T.Add(T.Load(y[4] + column), s4a);
            s4b = T.Add(T.Load(y[4] + column + T.Count), s4b);
            s5a = T.Add(T.Load(y[5] + column), s5a);
            s5b = T.Add(T.Load(y[5] + column + T.Count), s5b);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s0b = T.Relu(s0b);
            s1a = T.Relu(s1a);
            s1b = T.Relu(s1b);
            s2a = T.Relu(s2a);
            s2b = T.Relu(s2b);
            s3a = T.Relu(s3a);
            s3b = T.Relu(s3b);
            s4a = T.Relu(s4a);
            s4b = T.Relu(s4b);
            s5a = T.Relu(s5a);
            s5b = T.Relu(s5b);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s0b, y[0] + column + T.Count);
        T.Store(s1a, y[1] + column);
        T.Store(s1b, y[1] + column + T.Count);
        T.Store(s2a, y[2] + column);
        T.Store(s2b, y[2] + column + T.Count);
        T.Store(s3a, y[3] + column);
        T.Store(s3b, y[3] + column + T.Count);
        T.Store(s4a, y[4] + column);
        T.Store(s4b, y[4] + column + T.Count);
        T.Store(s5a, y[5] + column);
        T.Store(s5b, y[5] + column + T.Count);
    }

    /// <summary>4 rows by 2 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourByTwo(float** x, nint from, nint length, TWalk panel, nint second, float** y, nint column, in TileEnds ends)
    {
        V s0a,
            s0b,
            s1a,
            s1b,
            s2a,
            s2b,
            s3a,
            s3b;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s0b = T.Load(y[0] + column + T.Count);
            s1a = T.Load(y[1] + column);
            s1b = T.Load(y[1] + column + T.Count);
            s2a = T.Load(y[2] + column);
            s2b = T.Load(y[2] + column + T.Count);
            s3a = T.Load(y[3] + column);
            s3b = T.Load(y[3] + column + T.Count);
        }
        else if (ends.RowStarts != null)
        {
            s0a = s0b = T.Create(ends.RowStarts[0]);
            s1a = s1b = T.Create(ends.RowStarts[1]);
            s2a = s2b = T.Create(ends.RowStarts[2]);
            s3a = s3b = T.Create(ends.RowStarts[3]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = s1a = s2a = s3a = T.Load(ends.ColumnStarts);
            s0b = s1b = s2b = s3b = T.Load(ends.ColumnStarts + T.Count);
        }
        else
        {
            s0a = s1a = s2a = s3a = default;
            s0b = s1b = s2b = s3b = default;
        }
        float* x0 = x[0] + from;
        float* x1 = x[1] + from;
        float* x2 = x[2] + from;
        float* x3 = x[3] + from;
        for (nint i = 0; i < length; i++)
        {
            nint summand = panel.Summand(i);
            float* at = panel.Next();
            V a = T.Load(at);
            V b = T.Load(at + second);
            V v = T.Create(x0[summand]);
            s0a = T.MultiplyAdd(v, a, s0a);
            s0b = T.MultiplyAdd(v, b, s0b);
            v = T.Create(x1[summand]);
            s1a = T.MultiplyAdd(v, a, s1a);
            s1b = T.MultiplyAdd(v, b, s1b);
            v = T.Create(x2[summand]);
            s2a = T.MultiplyAdd(v, a, s2a);
            s2b = T.MultiplyAdd(v, b, s2b);
            v = T.Create(x3[summand]);
            s3a = T.MultiplyAdd(v, a, s3a);
            s3b = T.MultiplyAdd(v, b, s3b);
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s0b = T.Add(T.Load(y[0] + column + T.Count), s0b);
            s1a = T.Add(T.Load(y[1] + column), s1a);
            s1b = T.Add(T.Load(y[1] + column + T.Count), s1b);
            s2a = T.Add(T.Load(y[2] + column), s2a);
            s2b = T.Add(T.Load(y[2] + column + T.Count), s2b);
            s3a = T.Add(T.Load(y[3] + column), s3a);
            s3b = T.Add(T.Load(y[3] + column + T.Count), s3b);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s0b = T.Relu(s0b);
            s1a = T.Relu(s1a);
            s1b = T.Relu(s1b);
            s2a = T.Relu(s2a);
            s2b = T.Relu(s2b);
            s3a = T.Relu(s3a);
            s3b = T.Relu(s3b);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s0b, y[0] + column + T.Count);
        T.Store(s1a, y[1] + column);
        T.Store(s1b, y[1] + column + T.Count);
        T.Store(s2a, y[2] + column);
        T.Store(s2b, y[2] + column + T.Count);
        T.Store(s3a, y[3] + column);
        T.Store(s3b, y[3] + column + T.Count);
    }
}
