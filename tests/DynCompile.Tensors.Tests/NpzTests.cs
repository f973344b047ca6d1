using System.IO.Compression;

namespace DynCompile.Tensors.Tests;

public sealed class NpzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Arrays_are_read_in_the_order_of_the_archive(CompressionLevel level)
    {
        var tensors = NpzFile.Read(Npz(level, ("b.npy", Bytes(1, 2)), ("a.weight.npy", Bytes(3))));
        Assert.Equal(["b", "a.weight"], tensors.Names);
        Assert.Equal([1, 2], tensors["b"].ToLongs());
        Assert.Equal([3], tensors["a.weight"].ToLongs());
    }

    [Fact]
    public void An_empty_archive_holds_nothing() => Assert.Empty(NpzFile.Read(Npz(CompressionLevel.Optimal)).Names);

    [Fact]
    public void Arrays_that_are_refused_are_named()
    {
        byte[] objects = NpyTests.Npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0]);
        AssertRefused("w", "the type `|O` holds Python objects, which are never unpickled", null, ("w.npy", objects));
    }

    [Fact]
    public void Entries_other_than_arrays_and_arrays_of_one_name()
    {
        AssertRefused("data.pkl", "is not a .npy entry", null, ("data.pkl", [0]));
        AssertRefused("a", "occurs twice", null, ("a.npy", Bytes(1)), ("a.npy", Bytes(2)));
    }

    [Fact]
    public void Too_many_entries() =>
        AssertRefused(null, "has 2 entries; at most 1 are accepted", new(Entries: 1), ("a.npy", Bytes(1)), ("b.npy", Bytes(2)));

    [Fact]
    public void Too_many_bytes_in_total()
    {
        byte[] array = Bytes(new byte[1000]);
        AssertRefused("b.npy", "the arrays unpack to more than 1500 bytes", new(TotalBytes: 1500), ("a.npy", array), ("b.npy", array));
    }

    [Fact]
    public void Too_little_that_unpacks_to_too_much()
    {
        string path = Npz(CompressionLevel.Optimal, ("bomb.npy", Bytes(new byte[2 << 20])));
        var refused = Assert.Throws<TensorFormatException>(() => NpzFile.Read(path));
        Assert.Equal("bomb.npy", refused.TensorName);
        Assert.EndsWith("bytes unpack to 2097225, more than 200 times as many", refused.Reason);
        Assert.Equal(2 << 20, NpzFile.Read(path, new(Ratio: 2000))["bomb"].ElementCount);
    }

    [Fact]
    public void Sizes_in_the_directory_that_are_lies()
    {
        string path = Npz(CompressionLevel.Optimal, ("a.npy", Bytes(new byte[1000])));
        byte[] bytes = File.ReadAllBytes(path);
        int directory = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        int packedSize = directory + 20;
        int unpackedSize = directory + 24;

        Assert.NotEmpty(RefusedWith(unpackedSize, 10).Reason);
        Assert.NotEmpty(RefusedWith(unpackedSize, int.MaxValue).Reason);
        Assert.NotEmpty(RefusedWith(packedSize, int.MaxValue).Reason);

        TensorFormatException RefusedWith(int position, int size)
        {
            byte[] changed = [.. bytes];
            BitConverter.TryWriteBytes(changed.AsSpan(position), size);
            return Assert.Throws<TensorFormatException>(() => NpzFile.Read(folder.Write("lie.npz", changed)));
        }
    }

    [Fact]
    public void Damaged_data_does_not_have_its_checksum()
    {
        string path = Npz(CompressionLevel.NoCompression, ("a.npy", Bytes(77, 78, 79)));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[77, 78, 79])] = 99;
        var refused = Assert.Throws<TensorFormatException>(() => NpzFile.Read(folder.Write("damaged.npz", bytes)));
        Assert.Equal("a", refused.TensorName);
        Assert.StartsWith("is damaged: its checksum is ", refused.Reason);
    }

    [Fact]
    public void Archives_with_any_byte_changed_or_cut_off_are_read_or_refused_but_never_crash()
    {
        byte[] valid = File.ReadAllBytes(Npz(CompressionLevel.Optimal, ("a.npy", Bytes(1, 2, 3)), ("b.npy", Bytes(new byte[200]))));
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = valid[..(i % 4 == 0 ? random.Next(valid.Length) : valid.Length)];
            for (int changes = random.Next(1, 4); changes > 0 && damaged.Length > 0; changes--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            ReadAll(folder.Write("damaged.npz", damaged));
        }
    }

    private static void ReadAll(string path)
    {
        try
        {
            NpzFile.Read(path);
        }
        catch (TensorFormatException refused)
        {
            Assert.NotEmpty(refused.Reason);
        }
    }

    private static byte[] Bytes(params byte[] elements) =>
        NpyTests.Npy($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({elements.Length},), }}", elements);

    private string Npz(CompressionLevel level, params (string Name, byte[] Bytes)[] entries)
    {
        string path = folder["a.npz"];
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = archive.CreateEntry(name, level).Open();
            stream.Write(bytes);
        }
        return path;
    }

    private void AssertRefused(string? tensorName, string reason, NpzLimits? limits, params (string Name, byte[] Bytes)[] entries)
    {
        var refused = Assert.Throws<TensorFormatException>(() => NpzFile.Read(Npz(CompressionLevel.Optimal, entries), limits));
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(tensorName, refused.TensorName);
    }
}
