using System.Buffers.Binary;

namespace DynCompile.TextFuzz;

/// <summary>As much of the zip format as makes a mutated archive's checksums right again.</summary>
internal static class Zip
{
    private const int CentralLength = 46;
    private const int LocalLength = 30;

    /// <summary>Writes the checksum of every stored entry into the central directory, as far as that can be followed.</summary>
    public static void RepairChecksums(byte[] archive)
    {
        ReadOnlySpan<byte> central = "PK\u0001\u0002"u8;
        for (int at = archive.AsSpan().IndexOf(central); at >= 0; )
        {
            if (at + CentralLength > archive.Length)
                return;
            bool isStored = BinaryPrimitives.ReadUInt16LittleEndian(archive.AsSpan(at + 10)) == 0;
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(at + 20));
            uint local = BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(at + 42));
            if (isStored && local + LocalLength <= archive.Length)
            {
                long name = BinaryPrimitives.ReadUInt16LittleEndian(archive.AsSpan((int)local + 26));
                long extra = BinaryPrimitives.ReadUInt16LittleEndian(archive.AsSpan((int)local + 28));
                long start = local + LocalLength + name + extra;
                if (start + length <= archive.Length)
                    BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(at + 16), Checksum(archive.AsSpan((int)start, (int)length)));
            }
            int next = archive.AsSpan(at + 4).IndexOf(central);
            at = next < 0 ? -1 : at + 4 + next;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes)
        {
            sum ^= b;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1;
        }
        return ~sum;
    }
}
