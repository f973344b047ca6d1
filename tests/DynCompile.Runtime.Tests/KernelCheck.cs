using System.Runtime.InteropServices;

namespace DynCompile.Runtime.Tests;

/// <summary>What every kernel promises: the right values, the same bits whichever lanes run beside, nothing else written.</summary>
internal static class KernelCheck
{
    private const byte Untouched = 0xA5;

    public static void Run<T>(
        LaneMemory memory,
        Rows<T> result,
        int length,
        Action<Lanes> kernel,
        Func<int, double[]> expected,
        double tolerance = 1e-5
    )
        where T : unmanaged
    {
        Clear(memory, result, length);
        kernel(memory.Live(1, 3));
        byte[] first = Bytes(result, 1, length);
        byte[] third = Bytes(result, 3, length);
        foreach (int lane in new[] { 0, 2, 4 })
            Assert.All(Bytes(result, lane, length), bits => Assert.Equal(Untouched, bits));

        Clear(memory, result, length);
        kernel(memory.All());
        Assert.Equal(first, Bytes(result, 1, length));
        Assert.Equal(third, Bytes(result, 3, length));
        for (int lane = 0; lane < memory.Capacity; lane++)
        {
            byte[] together = Bytes(result, lane, length);
            RequireClose(expected(lane), result.Span(lane, length), tolerance, lane);
            Clear(memory, result, length);
            kernel(memory.Live(lane));
            Assert.Equal(together, Bytes(result, lane, length));
            kernel(memory.All());
        }
        kernel(memory.Live());
    }

    public static double[] Doubles<T>(Rows<T> rows, int lane, int length)
        where T : unmanaged => [.. rows.Span(lane, length).ToArray().Select(element => Convert.ToDouble(element))];

    private static void RequireClose<T>(double[] expected, Span<T> actual, double tolerance, int lane)
        where T : unmanaged
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double value = Convert.ToDouble(actual[i]);
            bool isClose = value.Equals(expected[i]) || Math.Abs(value - expected[i]) <= tolerance * (1 + Math.Abs(expected[i]));
            Assert.True(isClose, $"lane {lane}, element {i}: {value}, expected {expected[i]}");
        }
    }

    // Three elements after the row are watched too: a kernel must not write beyond its row.
    private static void Clear<T>(LaneMemory memory, Rows<T> rows, int length)
        where T : unmanaged
    {
        for (int lane = 0; lane < memory.Capacity; lane++)
            MemoryMarshal.AsBytes(rows.Span(lane, length + 3)).Fill(Untouched);
    }

    private static byte[] Bytes<T>(Rows<T> rows, int lane, int length)
        where T : unmanaged => MemoryMarshal.AsBytes(rows.Span(lane, length + 3)).ToArray();
}
