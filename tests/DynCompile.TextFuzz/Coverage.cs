using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace DynCompile.TextFuzz;

/// <summary>Which branches an input took, when the assemblies are instrumented; then inputs that take new ones become seeds.</summary>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;
    private readonly byte* counts = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] seen = new byte[Size];

    public Coverage() => Trace.SharedMem = counts;

    public int Branches { get; private set; }

    public void Clear()
    {
        new Span<byte>(counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the last input took a branch, or took one a number of times, as none before.</summary>
    public bool TakeNews()
    {
        bool isNew = false;
        var words = new ReadOnlySpan<ulong>(counts, Size / sizeof(ulong));
        for (int word = words.IndexOfAnyExcept(0UL); word < words.Length; word++)
        {
            if (word < 0)
                return false;
            if (words[word] == 0)
                continue;
            for (int i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++)
            {
                byte bucket = Bucket(counts[i]);
                if ((seen[i] & bucket) == bucket)
                    continue;
                if (seen[i] == 0)
                    Branches++;
                seen[i] |= bucket;
                isNew = true;
            }
        }
        return isNew;
    }

    /// <summary>One bit for each order of magnitude, as afl-fuzz counts.</summary>
    private static byte Bucket(byte count) =>
        count switch
        {
            0 => 0,
            1 => 1,
            2 => 2,
            3 => 4,
            < 8 => 8,
            < 16 => 16,
            < 32 => 32,
            < 128 => 64,
            _ => 128,
        };
}
