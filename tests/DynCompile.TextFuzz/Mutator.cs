using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DynCompile.TextFuzz;

/// <summary>Makes new inputs of old ones: a few small changes each, drawn from one seeded stream.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> dictionary)
{
    public const int LongestInput = 8 << 10;
    private const int MostChanges = 6;

    private static readonly long[] numbers =
    [
        -1,
        0,
        1,
        2,
        255,
        256,
        257,
        4096,
        65_535,
        65_536,
        1_000_000,
        int.MaxValue,
        int.MaxValue + 1L,
        uint.MaxValue,
        1L << 33,
        long.MaxValue,
    ];

    private readonly Random random = new(seed);

    public int Next(int count) => random.Next(count);

    public byte[] Mutate(byte[] parent, byte[] other)
    {
        byte[] input = parent;
        for (int changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
            input = Change(input, other);
        return input.Length > LongestInput ? input[..LongestInput] : input;
    }

    private byte[] Change(byte[] input, byte[] other)
    {
        int at = random.Next(input.Length + 1);
        int length = random.Next(Math.Min(input.Length - at, Span()) + 1);
        byte[] changed = [.. input];
        switch (random.Next(11))
        {
            case 0 when at < input.Length:
                changed[at] ^= (byte)(1 << random.Next(8));
                return changed;
            case 1 when at < input.Length:
                changed[at] = (byte)random.Next(256);
                return changed;
            case 2 when at + 8 <= input.Length:
                BinaryPrimitives.WriteInt64LittleEndian(changed.AsSpan(at), Number());
                return changed;
            case 3 when at + 4 <= input.Length:
                BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), unchecked((int)Number()));
                return changed;
            case 4:
                return Replace(input, at, length, []);
            case 5:
                return Replace(input, at, 0, input[at..(at + length)]);
            case 6:
                int from = random.Next(other.Length + 1);
                return Replace(input, at, length, other[from..Math.Min(other.Length, from + Span())]);
            case 7:
                return ReplaceNumber(input, at);
            case 8:
                return Replace(input, at, length, Word());
            case 9:
                return ReplaceWord(input, at);
            default:
                return Replace(input, at, 0, Word());
        }
    }

    private byte[] Word() => dictionary[random.Next(dictionary.Count)];

    private long Number() => numbers[random.Next(numbers.Length)];

    /// <summary>Mostly short, sometimes most of an input.</summary>
    private int Span() => 1 << random.Next(11);

    private byte[] ReplaceNumber(byte[] input, int at)
    {
        int start = input.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0)
            return input;
        int length = input.AsSpan(at + start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        string number = random.Next(3) > 0 ? Text(random.Next(9)) : Text(Number());
        return Replace(input, at + start, length < 0 ? input.Length - at - start : length, Encoding.ASCII.GetBytes(number));

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Another word of the dictionary, or of the input, where a word stands.</summary>
    private byte[] ReplaceWord(byte[] input, int at)
    {
        (int start, int length) = WordFrom(input, at);
        (int otherStart, int otherLength) = WordFrom(input, random.Next(input.Length + 1));
        byte[] word = random.Next(2) == 0 ? Word() : input[otherStart..(otherStart + otherLength)];
        return Replace(input, start, length, word);
    }

    private static (int Start, int Length) WordFrom(byte[] input, int at)
    {
        while (at < input.Length && !char.IsAsciiLetterOrDigit((char)input[at]))
            at++;
        int end = at;
        while (end < input.Length && (char.IsAsciiLetterOrDigit((char)input[end]) || input[end] == '_'))
            end++;
        return (at, end - at);
    }

    private static byte[] Replace(byte[] input, int start, int length, byte[] with) =>
        [.. input.AsSpan(0, start), .. with, .. input.AsSpan(start + length)];
}
