using System.Diagnostics;

namespace DynCompile.TextFuzz;

/// <summary>Makes a finding small: takes pieces out, ever shorter ones, as long as the finding stays the same.</summary>
internal static class Reduction
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    public static byte[] Reduce(byte[] input, Predicate<byte[]> isSame)
    {
        var time = Stopwatch.StartNew();
        for (int piece = input.Length / 2; piece > 0; piece = piece == 1 ? 0 : (piece + 1) / 2)
        {
            for (int at = input.Length - piece; at >= 0 && time.Elapsed < patience; at -= piece)
            {
                if (at + piece > input.Length)
                    continue;
                byte[] without = [.. input.AsSpan(0, at), .. input.AsSpan(at + piece)];
                if (isSame(without))
                    input = without;
            }
        }
        return input;
    }
}
