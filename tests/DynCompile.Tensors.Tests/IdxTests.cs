using System.Buffers.Binary;
using System.IO.Compression;

namespace DynCompile.Tensors.Tests;

public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_are_bytes_in_row_major_order_packed_or_not(bool packed)
    {
        byte[] file = Idx([2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);

        Tensor images = IdxFile.Read(folder.Write("images", packed ? Pack(file) : file));

        Assert.Equal("u8[2, 2, 3]", images.ToString());
        Assert.Equal([250, 251, 252, 253, 254, 255], images.Row(1).ToLongs());
    }

    [Fact]
    public void Labels_have_one_axis() => Assert.Equal([9, 0, 3], IdxFile.Read(folder.Write("labels", Idx([3], [9, 0, 3]))).ToLongs());

    [Fact]
    public void No_samples_are_a_file_like_any_other() =>
        Assert.Equal("u8[0, 28, 28]", IdxFile.Read(folder.Write("none", Idx([0, 28, 28], []))).ToString());

    [Fact]
    public void A_missing_file() => Assert.Throws<FileNotFoundException>(() => IdxFile.Read(folder["none"]));

    [Fact]
    public void Files_of_another_format()
    {
        Refused([], "is not an IDX file");
        Refused("PK\u0003\u0004 a zip archive"u8.ToArray(), "is not an IDX file");
        Refused([0, 0, 8], "is not an IDX file");
        Refused([0, 0, 0x0D, 1, 0, 0, 0, 0], "holds elements of type 0x0D; only bytes, 0x08, are read");
        Refused([0, 0, 8, 0], "has 0 axes; 1 to 8 are read");
        Refused([0, 0, 8, 255], "has 255 axes; 1 to 8 are read");
    }

    [Fact]
    public void Headers_that_promise_more_than_there_is()
    {
        Refused([0, 0, 8, 3, 0, 0, 0, 1, 0, 0], "ends inside the sizes of its 3 axes");
        Refused(Idx([2, 2], [1, 2, 3]), "u8[2, 2] has 4 bytes, but only 3 follow the header");
        Refused(Idx([2, 2], [1, 2, 3, 4, 5]), "u8[2, 2] has 4 bytes, but more follow the header");
        Refused(Idx([uint.MaxValue], []), "axis 0 has size 4294967295");
        Refused(Idx([65_536, 65_536, 65_536, 65_536, 2], []), "is larger than 1073741824 bytes");
    }

    [Fact]
    public void A_promise_takes_no_memory_before_it_is_kept()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(Pack(Idx([1_000_000_000], [1, 2, 3])), "has 1000000000 bytes, but only 3 follow the header");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Little_that_unpacks_to_much_stops_at_what_its_header_states_or_at_the_limit()
    {
        byte[] zeros = new byte[4 << 20];
        Refused(Pack(Idx([1000], zeros)), "u8[1000] has 1000 bytes, but more follow the header");

        string path = folder.Write("bomb", Pack(Idx([(uint)zeros.Length], zeros)));
        var refused = Assert.Throws<TensorFormatException>(() => IdxFile.Read(path, limit: 1 << 20));
        Assert.EndsWith("is larger than 1048576 bytes", refused.Reason);
    }

    [Fact]
    public void Damaged_gzip()
    {
        byte[] packed = Pack(Idx([1000], new byte[1000]));
        byte[] wrongChecksum = [.. packed];
        wrongChecksum[^8] ^= 1;
        Refused(wrongChecksum, "is not valid gzip");
        Refused(packed[..20], "");
        Refused([0x1F, 0x8B], "");
    }

    [Fact]
    public void Files_with_any_byte_changed_or_cut_off_are_read_or_refused_but_never_crash()
    {
        byte[] plain = Idx([4, 2, 2], [.. Enumerable.Range(0, 16).Select(i => (byte)i)]);
        byte[] packed = Pack(plain);
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] valid = i % 2 == 0 ? plain : packed;
            byte[] damaged = valid[..(i % 4 == 0 ? random.Next(valid.Length) : valid.Length)];
            for (int changes = random.Next(1, 4); changes > 0 && damaged.Length > 0; changes--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                IdxFile.Read(folder.Write("damaged", damaged), limit: 1 << 20);
            }
            catch (TensorFormatException refused)
            {
                Assert.NotEmpty(refused.Reason);
            }
        }
    }

    private void Refused(byte[] file, string reason)
    {
        string path = folder.Write("refused", file);
        Assert.Contains(reason, Assert.Throws<TensorFormatException>(() => IdxFile.Read(path)).Reason, StringComparison.Ordinal);
    }

    private static byte[] Idx(uint[] shape, byte[] elements)
    {
        byte[] sizes = new byte[4 * shape.Length];
        for (int axis = 0; axis < shape.Length; axis++)
            BinaryPrimitives.WriteUInt32BigEndian(sizes.AsSpan(4 * axis), shape[axis]);
        return [0, 0, 8, (byte)shape.Length, .. sizes, .. elements];
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
