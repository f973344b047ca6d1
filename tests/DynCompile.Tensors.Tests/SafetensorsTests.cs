using System.Text;
using FsCheck.Xunit;

namespace DynCompile.Tensors.Tests;

public class SafetensorsTests
{
    [Fact]
    public void A_file_is_a_length_a_padded_header_and_the_data_by_falling_element_size()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            [new("flags", Tensor.FromArray([true, false], 2)), new("tau", Tensor.Scalar(1f))],
            new Dictionary<string, string> { ["made by"] = "\"me\"\n", ["a"] = "é" }
        );

        string header = """
            {"__metadata__":{"a":"é","made by":"\"me\"\u000a"},
            "flags":{"dtype":"BOOL","shape":[2],"data_offsets":[4,6]},
            "tau":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}
            """.ReplaceLineEndings("");
        byte[] headerBytes = Encoding.UTF8.GetBytes(header);
        int padded = (headerBytes.Length + 7) / 8 * 8;
        byte[] expected =
        [
            .. (byte[])[(byte)padded, 0, 0, 0, 0, 0, 0, 0],
            .. headerBytes,
            .. Enumerable.Repeat((byte)' ', padded - headerBytes.Length),
            .. (byte[])[0, 0, 0x80, 0x3F],
            .. (byte[])[1, 0],
        ];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void A_file_of_no_tensors_is_valid()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, []);
        Assert.Equal("\u0008\0\0\0\0\0\0\0{}      "u8.ToArray(), stream.ToArray());
        Assert.Empty(SafetensorsReader.FromBytes(stream.ToArray()).Entries);
    }

    [Property(Arbitrary = [typeof(TensorGenerators)])]
    public void What_is_written_is_read_with_order_types_shapes_and_bits(Dictionary<string, Tensor> tensors)
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors);
        using var reader = SafetensorsReader.FromBytes(stream.ToArray());

        Assert.Equal(tensors.Keys, reader.Names);
        foreach (var (name, tensor) in tensors)
            AssertSame(tensor, reader.Read(name));
    }

    [Property(Arbitrary = [typeof(TensorGenerators)])]
    public void Every_tensor_is_aligned_to_its_elements(Dictionary<string, Tensor> tensors)
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors);
        using var reader = SafetensorsReader.FromBytes(stream.ToArray());

        Assert.Equal(0, stream.ToArray()[0] % 8);
        Assert.All(reader.Entries, entry => Assert.Equal(0, entry.Begin % entry.Type!.Value.Size()));
    }

    [Fact]
    public void Files_are_mapped_and_tensors_outlive_them()
    {
        using var folder = new TemporaryFolder();
        string path = folder["w.safetensors"];
        SafetensorsWriter.Write(path, [new("w", Tensor.FromArray([1f, 2], 2))], [new("format", "pt")]);

        Tensor tensor;
        using (var reader = SafetensorsReader.Open(path))
        {
            tensor = reader.Read("w");
            Assert.Equal(path, reader.Path);
            Assert.Equal([new("format", "pt")], reader.Metadata);
            Assert.True(reader.TryGetEntry("w", out var entry));
            Assert.Equal("F32", entry.StoredType);
            Assert.False(reader.TryGetEntry("v", out _));
            reader.Dispose();
            Assert.Throws<ObjectDisposedException>(() => reader.Read("w"));
        }
        Assert.Equal([1f, 2], tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Streams_are_read_from_where_they_stand()
    {
        var stream = new MemoryStream();
        stream.WriteByte(7);
        SafetensorsWriter.Write(stream, [new("n", Tensor.Scalar(5))]);
        stream.Position = 1;
        using var reader = SafetensorsReader.FromStream(stream);
        Assert.Equal([5], reader.Read("n").ToLongs());
    }

    [Fact]
    public void Empty_tensors_scalars_NaN_and_infinities_are_accepted()
    {
        const string header = """
            {"none":{"dtype":"F32","shape":[3,0],"data_offsets":[0,0]},
             "scalar":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
             "odd":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},
             "last":{"dtype":"U8","shape":[0],"data_offsets":[8,8]}}
            """;
        using var reader = SafetensorsReader.FromBytes(SafetensorsBytes.Of(header, 0, 0, 0xC0, 0x7F, 0x00, 0x7C, 0x00, 0xFC));

        Assert.Equal(["none", "scalar", "odd", "last"], reader.Names);
        Assert.Empty(reader.Read("none").ToFloats());
        Assert.True(float.IsNaN(reader.Read("scalar").ToFloats()[0]));
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity], reader.Read("odd").ToFloats());
    }

    [Theory]
    [InlineData("F64", 8)]
    [InlineData("U16", 2)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F4", 3)]
    [InlineData("NEW", 5)]
    public void Types_without_an_element_type_are_listed_and_refused_when_read(string type, int size)
    {
        string header = $$$"""
            {"w":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{size}}}]},
             "n":{"dtype":"U8","shape":[],"data_offsets":[{{{size}}},{{{size + 1}}}]}}
            """;
        using var reader = SafetensorsReader.FromBytes(SafetensorsBytes.Of(header, size + 1));

        Assert.Equal(["w", "n"], reader.Names);
        Assert.Null(reader.Entries[0].Type);
        Assert.Equal([0], reader.Read("n").ToLongs());
        var refused = Assert.Throws<TensorFormatException>(() => reader.Read("w"));
        Assert.Equal("w", refused.TensorName);
        Assert.Equal($"(memory): tensor `w`: has type `{type}`, which is not one of F32 F16 BF16 I8 U8 I32 I64 BOOL", refused.Message);
    }

    [Fact]
    public void A_tensor_that_is_not_in_the_file_is_named()
    {
        using var reader = SafetensorsReader.FromBytes(SafetensorsBytes.Of("{}"));
        Assert.Equal("(memory): tensor `v`: is not in the file", Assert.Throws<TensorFormatException>(() => reader.Read("v")).Message);
    }

    [Fact]
    public void A_failed_write_leaves_the_earlier_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("w.safetensors", [1, 2, 3]);
        var tensor = Tensor.Scalar(1f);

        IEnumerable<KeyValuePair<string, Tensor>>[] refused =
        [
            [new("w", tensor), new("w", tensor)],
            [new("__metadata__", tensor)],
            [new("\uD800", tensor)],
        ];
        Assert.All(refused, tensors => Assert.Throws<TensorFormatException>(() => SafetensorsWriter.Write(path, tensors)));
        Assert.Throws<TensorFormatException>(() => SafetensorsWriter.Write(path, [], [new("k", "1"), new("k", "2")]));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["w.safetensors"], folder.FileNames);
    }

    [Fact]
    public void A_write_replaces_the_earlier_file_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("w.safetensors", [1, 2, 3]);
        SafetensorsWriter.Write(path, [new("w", Tensor.Scalar(5))]);
        Assert.Equal([5], SafetensorsReader.FromBytes(File.ReadAllBytes(path)).Read("w").ToLongs());
        Assert.Equal(["w.safetensors"], folder.FileNames);
    }

    [Fact]
    public void Folders_and_missing_folders_are_not_written_to()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["d"]);
        Assert.Throws<TensorFormatException>(() => SafetensorsWriter.Write(folder["d"], []));
        Assert.Throws<DirectoryNotFoundException>(() => SafetensorsWriter.Write(folder["none/w.safetensors"], []));
        Assert.Equal(["d"], folder.FileNames);
    }

    internal static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal(expected.Bytes.ToArray(), actual.Bytes.ToArray());
    }
}
