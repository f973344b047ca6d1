using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

internal static unsafe partial class RegisterTile<V, T, TWalk>
{
    /// <summary>2 rows by 4 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwoByFour(
        float** x,
        nint from,
        nint length,
        TWalk panel,
        nint second,
        nint next,
        float** y,
        nint column,
        in TileEnds ends
    )
    {
        V s0a,
            s0b,
            s0c,
            s0d,
            s1a,
            s1b,
            s1c,
            s1d;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s0b = T.Load(y[0] + column + T.Count);
            s0c = T.Load(y[0] + column + 2 * T.Count);
            s0d = T.Load(y[0] + column + 3 * T.Count);
            s1a = T.Load(y[1] + column);
            s1b = T.Load(y[1] + column + T.Count);
            s1c = T.Load(y[1] + column + 2 * T.Count);
            s1d = T.Load(y[1] + column + 3 * T.Count);
        }
        else if (ends.RowStarts != null)
        {
            s0a = s0b = s0c = s0d = T.Create(ends.RowStarts[0]);
            s1a = s1b = s1c = s1d = T.Create(ends.RowStarts[1]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = s1a = T.Load(ends.ColumnStarts);
            s0b = s1b = T.Load(ends.ColumnStarts + T.Count);
            s0c = s1c = T.Load(ends.ColumnStarts + 2 * T.Count);
            s0d = s1d = T.Load(ends.ColumnStarts + 3 * T.Count);
        }
        else
        {
            s0a = s1a = default;
            s0b = s1b = default;
            s0c = s1c = default;
            s0d = s1d = default;
        }
        float* x0 = x[0] + from;
        float* x1 = x[1] + from;
        for (nint i = 0; i < length; i++)
        {
            nint summand = panel.Summand(i);
            float* at = panel.Next();
            V a = T.Load(at);
            V b = T.Load(at + second);
            V c = T.Load(at + next);
            V d = T.Load(at + next + second);
            V v = T.Create(x0[summand]);
            s0a = T.MultiplyAdd(v, a, s0a);
            s0b = T.MultiplyAdd(v, b, s0b);
            s0c = T.MultiplyAdd(v, c, s0c);
            s0d = T.MultiplyAdd(v, d, s0d);
            v = T.Create(x1[summand]);
            s1a = T.MultiplyAdd(v, a, s1a);
            s1b = T.MultiplyAdd(v, b, s1b);
            s1c = T.MultiplyAdd(v, c, s1c);
            s1d = T.MultiplyAdd(v, d, s1d);
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s0b = T.Add(T.Load(y[0] + column + T.Count), s0b);
            s0c = T.Add(T.Load(y[0] + column + 2 * T.Count), s0c);
            s0d = T.Add(T.Load(y[0] + column + 3 * T.Count), s0d);
            s1a = T.Add(T.Load(y[1] + column), s1a);
            s1b = T.Add(T.Load(y[1] + column + T.Count), s1b);
            s1c = T.Add(T.Load(y[1] + column + 2 * T.Count), s1c);
            s1d = T.Add(T.Load(y[1] + column + 3 * T.Count), s1d);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s0b = T.Relu(s0b);
            s0c = T.Relu(s0c);
            s0d = T.Relu(s0d);
            s1a = T.Relu(s1a);
            s1b = T.Relu(s1b);
            s1c = T.Relu(s1c);
            s1d = T.Relu(s1d);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s0b, y[0] + column + T.Count);
        T.Store(s0c, y[0] + column + 2 * T.Count);
        T.Store(s0d, y[0] + column + 3 * T.Count);
        T.Store(s1a, y[1] + column);
        T.Store(s1b, y[1] + column + T.Count);
        T.Store(s1c, y[1] + column + 2 * T.Count);
        T.Store(s1d, y[1] + column + 3 * T.Count);
    }

    /// <summary>2 rows by 2 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwoByTwo(float** x, nint from, nint length, TWalk panel, nint second, float** y, nint column, in TileEnds ends)
    {
        V s0a,
            s0b,
            s1a,
            s1b;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s0b = T.Load(y[0] + column + T.Count);
            s1a = T.Load(y[1] + column);
            s1b = T.Load(y[1] + column + T.Count);
        }
        else if (ends.RowStarts != null)
        {
            s0a = s0b = T.Create(ends.RowStarts[0]);
            s1a = s1b = T.Create(ends.RowStarts[1]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = s1a = T.Load(ends.ColumnStarts);
            s0b = s1b = T.Load(ends.ColumnStarts + T.Count);
        }
        else
        {
            s0a = s1a = default;
            s0b = s1b = default;
        }
        float* x0 = x[0] + from;
        float* x1 = x[1] + from;
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
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s0b = T.Add(T.Load(y[0] + column + T.Count), s0b);
            s1a = T.Add(T.Load(y[1] + column), s1a);
            s1b = T.Add(T.Load(y[1] + column + T.Count), s1b);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s0b = T.Relu(s0b);
            s1a = T.Relu(s1a);
            s1b = T.Relu(s1b);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s0b, y[0] + column + T.Count);
        T.Store(s1a, y[1] + column);
        T.Store(s1b, y[1] + column + T.Count);
    }

    /// <summary>1 row by 8 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByEight(
        float** x,
        nint from,
        nint length,
        TWalk panel,
        nint second,
        nint next,
        float** y,
        nint column,
        in TileEnds ends
    )
    {
        V s0a,
            s0b,
            s0c,
            s0d,
            s0e,
            s0f,
            s0g,
            s0h;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s0b = T.Load(y[0] + column + T.Count);
            s0c = T.Load(y[0] + column + 2 * T.Count);
            s0d = T.Load(y[0] + column + 3 * T.Count);
            s0e = T.Load(y[0] + column + 4 * T.Count);
            s0f = T.Load(y[0] + column + 5 * T.Count);
            s0g = T.Load(y[0] + column + 6 * T.Count);
            s0h = T.Load(y[0] + column + 7 * T.Count);
        }
        else if (ends.RowStarts != null)
        {
            s0a = s0b = s0c = s0d = s0e = s0f = s0g = s0h = T.Create(ends.RowStarts[0]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = T.Load(ends.ColumnStarts);
            s0b = T.Load(ends.ColumnStarts + T.Count);
            s0c = T.Load(ends.ColumnStarts + 2 * T.Count);
            s0d = T.Load(ends.ColumnStarts + 3 * T.Count);
            s0e = T.Load(ends.ColumnStarts + 4 * T.Count);
            s0f = T.Load(ends.ColumnStarts + 5 * T.Count);
            s0g = T.Load(ends.ColumnStarts + 6 * T.Count);
            s0h = T.Load(ends.ColumnStarts + 7 * T.Count);
        }
        else
        {
            s0a = default;
            s0b = default;
            s0c = default;
            s0d = default;
            s0e = default;
            s0f = default;
            s0g = default;
            s0h = default;
        }
        float* x0 = x[0] + from;
        for (nint i = 0; i < length; i++)
        {
            nint summand = panel.Summand(i);
            float* at = panel.Next();
            V v = T.Create(x0[summand]);
            s0a = T.MultiplyAdd(v, T.Load(at), s0a);
            s0b = T.MultiplyAdd(v, T.Load(at + second), s0b);
            s0c = T.MultiplyAdd(v, T.Load(at + next), s0c);
            s0d = T.MultiplyAdd(v, T.Load(at + next + second), s0d);
            s0e = T.MultiplyAdd(v, T.Load(at + 2 * next), s0e);
            s0f = T.MultiplyAdd(v, T.Load(at + 2 * next + second), s0f);
            s0g = T.MultiplyAdd(v, T.Load(at + 3 * next), s0g);
            s0h = T.MultiplyAdd(v, T.Load(at + 3 * next + second), s0h);
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s0b = T.Add(T.Load(y[0] + column + T.Count), s0b);
            s0c = T.Add(T.Load(y[0] + column + 2 * T.Count), s0c);
            s0d = T.Add(T.Load(y[0] + column + 3 * T.Count), s0d);
            s0e = T.Add(T.Load(y[0] + column + 4 * T.Count), s0e);
            s0f = T.Add(T.Load(y[0] + column + 5 * T.Count), s0f);
            s0g = T.Add(T.Load(y[0] + column + 6 * T.Count), s0g);
            s0h = T.Add(T.Load(y[0] + column + 7 * T.Count), s0h);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s0b = T.Relu(s0b);
            s0c = T.Relu(s0c);
            s0d = T.Relu(s0d);
            s0e = T.Relu(s0e);
            s0f = T.Relu(s0f);
            s0g = T.Relu(s0g);
            s0h = T.Relu(s0h);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s0b, y[0] + column + T.Count);
        T.Store(s0c, y[0] + column + 2 * T.Count);
        T.Store(s0d, y[0] + column + 3 * T.Count);
        T.Store(s0e, y[0] + column + 4 * T.Count);
        T.Store(s0f, y[0] + column + 5 * T.Count);
        T.Store(s0g, y[0] + column + 6 * T.Count);
        T.Store(s0h, y[0] + column + 7 * T.Count);
    }

    /// <summary>1 row by 4 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByFour(
        float** x,
        nint from,
        nint length,
        TWalk panel,
        nint second,
        nint next,
        float** y,
        nint column,
        in TileEnds ends
    )
    {
        V s0a,
            s0b,
            s0c,
            s0d;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s0b = T.Load(y[0] + column + T.Count);
            s0c = T.Load(y[0] + column + 2 * T.Count);
            s0d = T.Load(y[0] + column + 3 * T.Count);
        }
        else if (ends.RowStarts != null)
        {
            s0a = s0b = s0c = s0d = T.Create(ends.RowStarts[0]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = T.Load(ends.ColumnStarts);
            s0b = T.Load(ends.ColumnStarts + T.Count);
            s0c = T.Load(ends.ColumnStarts + 2 * T.Count);
            s0d = T.Load(ends.ColumnStarts + 3 * T.Count);
        }
        else
        {
            s0a = default;
            s0b = default;
            s0c = default;
            s0d = default;
        }
        float* x0 = x[0] + from;
        for (nint i = 0; i < length; i++)
        {
            nint summand = panel.Summand(i);
            float* at = panel.Next();
            V v = T.Create(x0[summand]);
            s0a = T.MultiplyAdd(v, T.Load(at), s0a);
            s0b = T.MultiplyAdd(v, T.Load(at + second), s0b);
            s0c = T.MultiplyAdd(v, T.Load(at + next), s0c);
            s0d = T.MultiplyAdd(v, T.Load(at + next + second), s0d);
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s0b = T.Add(T.Load(y[0] + column + T.Count), s0b);
            s0c = T.Add(T.Load(y[0] + column + 2 * T.Count), s0c);
            s0d = T.Add(T.Load(y[0] + column + 3 * T.Count), s0d);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s0b = T.Relu(s0b);
            s0c = T.Relu(s0c);
            s0d = T.Relu(s0d);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s0b, y[0] + column + T.Count);
        T.Store(s0c, y[0] + column + 2 * T.Count);
        T.Store(s0d, y[0] + column + 3 * T.Count);
    }

    /// <summary>1 row by 2 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByTwo(float** x, nint from, nint length, TWalk panel, nint second, float** y, nint column, in TileEnds ends)
    {
        V s0a,
            s0b;
        if (ends.Continues)
        {
            s0a = T.Load(y[0] + column);
            s0b = T.Load(y[0] + column + T.Count);
        }
        else if (ends.RowStarts != null)
        {
            s0a = s0b = T.Create(ends.RowStarts[0]);
        }
        else if (ends.ColumnStarts != null)
        {
            s0a = T.Load(ends.ColumnStarts);
            s0b = T.Load(ends.ColumnStarts + T.Count);
        }
        else
        {
            s0a = default;
            s0b = default;
        }
        float* x0 = x[0] + from;
        for (nint i = 0; i < length; i++)
        {
            nint summand = panel.Summand(i);
            float* at = panel.Next();
            V v = T.Create(x0[summand]);
            s0a = T.MultiplyAdd(v, T.Load(at), s0a);
            s0b = T.MultiplyAdd(v, T.Load(at + second), s0b);
        }
        if (ends.Adds)
        {
            s0a = T.Add(T.Load(y[0] + column), s0a);
            s0b = T.Add(T.Load(y[0] + column + T.Count), s0b);
        }
        if (ends.Relu)
        {
            s0a = T.Relu(s0a);
            s0b = T.Relu(s0b);
        }
        T.Store(s0a, y[0] + column);
        T.Store(s0b, y[0] + column + T.Count);
    }
}
