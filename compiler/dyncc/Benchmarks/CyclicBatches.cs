using System.Runtime.InteropServices;
using DynCompile.Diagnostics;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>Samples cut into batches of one size, over and over: the first sample follows the last.</summary>
internal static class CyclicBatches
{
    /// <summary>As many batches as it takes until one starts with the first sample again; they share the elements.</summary>
    public static Tensor[][] Of(Samples samples, int batch)
    {
        // A batch that goes over the end finds the first samples there again.
        long rows = samples.Count % batch == 0 ? samples.Count : samples.Count + batch - 1L;
        Tensor[] inputs = [.. samples.Inputs.Select(i => Cyclic(i, rows))];
        int count = samples.Count / (int)System.Numerics.BigInteger.GreatestCommonDivisor(samples.Count, batch);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(k => (int)((long)k * batch % samples.Count))
                .Select(first => inputs.Select(i => i.Rows(first, batch)).ToArray()),
        ];
    }

    private static Tensor Cyclic(Tensor samples, long rows)
    {
        int count = samples.Shape[0];
        if (rows == count)
            return samples;
        RequireRoom(rows, samples.Bytes.Length / count);
        Tensor all = Tensor.Zeros(samples.Type, samples.Shape.SetItem(0, (int)rows));
        Span<byte> to = MemoryMarshal.AsMemory(all.Bytes).Span;
        for (ReadOnlySpan<byte> from = samples.Bytes.Span; to.Length > 0; to = to[from.Length..])
        {
            from = from[..Math.Min(from.Length, to.Length)];
            from.CopyTo(to);
        }
        return all;
    }

    /// <summary>Ends the command when the rows of a batch are more than a tensor holds.</summary>
    public static void RequireRoom(long rows, int bytesOfRow)
    {
        if (rows <= Tensor.MaxBytes / Math.Max(bytesOfRow, 1))
            return;
        throw new CommandFailed(
            ExitCode.Limit,
            new LimitReached(Location.OfFile("--batch"), $"{rows} samples take more than the {Tensor.MaxBytes} bytes of a tensor")
        );
    }
}
