using System.Buffers.Binary;
using System.Text;

namespace DynCompile.Tensors.Tests;

/// <summary>Hostile and damaged files: each is refused when opened, with the tensor and the values.</summary>
public class SafetensorsRejectionTests
{
    [Theory]
    [InlineData(0, "has 0 bytes, too few for a safetensors header")]
    [InlineData(7, "has 7 bytes, too few for a safetensors header")]
    public void Short_files(int length, string reason) => AssertRefused(new byte[length], null, reason);

    [Theory]
    [InlineData(3ul, "the header would have 3 bytes, but only 2 follow its length")]
    [InlineData(100_000_001ul, "the header would have 100000001 bytes; at most 100000000 are accepted")]
    [InlineData(ulong.MaxValue, "the header would have 18446744073709551615 bytes; at most 100000000 are accepted")]
    public void Header_lengths_beyond_the_file_or_the_limit(ulong length, string reason)
    {
        var bytes = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        "{}"u8.CopyTo(bytes.AsSpan(8));
        AssertRefused(bytes, null, reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" {}")]
    [InlineData("[]")]
    [InlineData("\uFEFF{}")]
    public void Headers_that_do_not_begin_with_a_brace(string header) =>
        AssertRefused(SafetensorsBytes.Of(header), null, "the header does not begin with {");

    [Theory]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{}{}")]
    [InlineData("{,}")]
    [InlineData("""{"w":}""")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1],}}""")]
    [InlineData("""{/* */}""")]
    public void Headers_that_are_not_JSON(string header) =>
        Assert.StartsWith("the header is not valid JSON: ", Refused(SafetensorsBytes.Of(header, 1)).Reason);

    [Fact]
    public void Headers_that_are_not_UTF8()
    {
        byte[] header = [.. "{\"w"u8, 0xFF, .. "\":1}"u8];
        Assert.StartsWith("the header is not valid UTF-8: ", Refused(SafetensorsBytes.Of(header, [])).Reason);
    }

    [Fact]
    public void Headers_nested_deeply_are_not_followed()
    {
        string header = "{\"w\":{\"shape\":" + new string('[', 1_000_000) + "}}";
        Assert.Equal("w", Refused(SafetensorsBytes.Of(header)).TensorName);
    }

    [Fact]
    public void Half_of_a_surrogate_pair() =>
        AssertRefused(SafetensorsBytes.Of("""{"\uD800":{}}"""), null, "a key has half of a surrogate pair");

    [Fact]
    public void Two_tensors_of_one_name()
    {
        // The escape spells the same name.
        const string header = """
            {"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0077":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}
            """;
        AssertRefused(SafetensorsBytes.Of(header, 2), "w", "occurs twice in the header");
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "key dtype occurs twice")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}""", "key shape occurs twice")]
    [InlineData("""{"w":{"data_offsets":[0,1],"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "key data_offsets occurs twice")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"strides":[1]}}""", "has an unknown key `strides`")]
    [InlineData("""{"w":{"shape":[1],"data_offsets":[0,1]}}""", "has no dtype")]
    [InlineData("""{"w":{"dtype":"U8","data_offsets":[0,1]}}""", "has no shape")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1]}}""", "has no data_offsets")]
    [InlineData("""{"w":[]}""", "its entry is a StartArray, not an object")]
    [InlineData("""{"w":null}""", "its entry is a Null, not an object")]
    [InlineData("""{"w":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", "dtype is a Number, not a string")]
    public void Entries_with_keys_too_many_or_too_few(string header, string reason) =>
        AssertRefused(SafetensorsBytes.Of(header, 1), "w", reason);

    [Theory]
    [InlineData("1", "shape is a Number, not an array")]
    [InlineData("[-1]", "shape holds the negative number -1")]
    [InlineData("[-0]", "shape holds the negative number -0")]
    [InlineData("[1.0]", "shape holds 1.0, which is not an integer")]
    [InlineData("[1e0]", "shape holds 1e0, which is not an integer")]
    [InlineData("[\"1\"]", "shape holds a String, not a number")]
    [InlineData("[null]", "shape holds a Null, not a number")]
    [InlineData("[[1]]", "the header is not valid JSON: ")]
    [InlineData("[2147483648]", "size 2147483648 in its shape is larger than 2147483647")]
    [InlineData("[9223372036854775808]", "shape holds 9223372036854775808, which overflows")]
    public void Shapes_that_are_no_sizes(string shape, string reason)
    {
        var refused = Refused(SafetensorsBytes.Of(SafetensorsBytes.Header("U8", shape, "[0,1]"), 1));
        Assert.Equal("w", refused.TensorName);
        Assert.StartsWith(reason, refused.Reason);
    }

    [Fact]
    public void Shapes_of_too_many_axes()
    {
        string shape = $"[{string.Join(",", Enumerable.Repeat("1", 65))}]";
        AssertRefused(SafetensorsBytes.Of(SafetensorsBytes.Header("U8", shape, "[0,1]"), 1), "w", "has more than 64 axes");
    }

    [Theory]
    [InlineData("[0]", "data_offsets has fewer than 2 numbers")]
    [InlineData("[]", "data_offsets has fewer than 2 numbers")]
    [InlineData("[0,1,2]", "data_offsets has more than 2 numbers")]
    [InlineData("[-1,1]", "data_offsets holds the negative number -1")]
    [InlineData("[1,0]", "begins at byte 1 and ends before it, at 0")]
    [InlineData("[0,18446744073709551616]", "data_offsets holds 18446744073709551616, which overflows")]
    [InlineData("{}", "data_offsets is a StartObject, not an array")]
    public void Offsets_that_are_no_range(string offsets, string reason) =>
        AssertRefused(SafetensorsBytes.Of(SafetensorsBytes.Header("U8", "[1]", offsets), 1), "w", reason);

    [Theory]
    [InlineData("F32", "[2]", "[0,4]", "F32[2] has 8 bytes, but its offsets 0 to 4 hold 4")]
    [InlineData("F64", "[1]", "[0,4]", "F64[1] has 8 bytes, but its offsets 0 to 4 hold 4")]
    [InlineData("F32", "[]", "[0,0]", "F32[] has 4 bytes, but its offsets 0 to 0 hold 0")]
    [InlineData("F32", "[0]", "[0,4]", "F32[0] has 0 bytes, but its offsets 0 to 4 hold 4")]
    [InlineData("U8", "[2147483647,2147483647,2147483647]", "[0,4]", "the size of U8[2147483647, 2147483647, 2147483647] overflows")]
    [InlineData("U8", "[0,2147483647,2147483647,2147483647]", "[0,0]", "the size of U8[0, 2147483647, 2147483647, 2147483647] overflows")]
    public void Sizes_that_are_not_the_shape_times_the_element_size(string type, string shape, string offsets, string reason) =>
        AssertRefused(SafetensorsBytes.Of(SafetensorsBytes.Header(type, shape, offsets), 4), "w", reason);

    [Theory]
    [InlineData("[0,2]", "[1,3]", "b", "begins at byte 1, inside `a`, which ends at 2")]
    [InlineData("[0,2]", "[0,2]", "b", "begins at byte 0, inside `a`, which ends at 2")]
    [InlineData("[0,2]", "[3,5]", "b", "begins at byte 3 and leaves a hole of 1 bytes before it")]
    [InlineData("[3,5]", "[1,3]", "b", "begins at byte 1 and leaves a hole of 1 bytes before it")]
    [InlineData("[2,4]", "[0,2]", "a", "the tensors end at byte 4 of the data, which has 5")]
    [InlineData("[0,2]", "[4,6]", "b", "ends at byte 6 of the data, which has 5")]
    public void Data_with_overlaps_holes_or_another_end(string a, string b, string named, string reason)
    {
        string header =
            $$$"""{"a":{"dtype":"U8","shape":[2],"data_offsets":{{{a}}}},"b":{"dtype":"U8","shape":[2],"data_offsets":{{{b}}}}}""";
        AssertRefused(SafetensorsBytes.Of(header, 5), named, reason);
    }

    [Fact]
    public void An_empty_tensor_inside_another_overlaps()
    {
        const string header =
            """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}""";
        AssertRefused(SafetensorsBytes.Of(header, 2), "b", "begins at byte 1, inside `a`, which ends at 2");
    }

    [Fact]
    public void Data_without_tensors() =>
        AssertRefused(SafetensorsBytes.Of("{}", 5), null, "the tensors end at byte 0 of the data, which has 5");

    [Theory]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", "key `k` occurs twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", "key `k` is a Number, not a string")]
    [InlineData("""{"__metadata__":null}""", "the metadata is a Null, not an object of strings")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", "occurs twice in the header")]
    public void Metadata_other_than_texts(string header, string reason) =>
        AssertRefused(SafetensorsBytes.Of(header), "__metadata__", reason);

    [Fact]
    public void Bools_that_are_neither_0_nor_1()
    {
        using var reader = SafetensorsReader.FromBytes(SafetensorsBytes.Of(SafetensorsBytes.Header("BOOL", "[3]", "[0,3]"), 0, 1, 2));
        var refused = Assert.Throws<TensorFormatException>(() => reader.Read("w"));
        Assert.Equal("(memory): tensor `w`: element 2 is 2, and a bool is 0 or 1", refused.Message);
    }

    [Fact]
    public void Names_cannot_write_to_the_terminal_or_flood_it()
    {
        const string header = """{"\u001B[2J\u202E\u2028a😀":{"dtype":"U8"}}""";
        var refused = Refused(SafetensorsBytes.Of(header));
        Assert.Equal("\u001B[2J\u202E\u2028a😀", refused.TensorName);
        Assert.Equal("(memory): tensor `\\u001B[2J\\u202E\\u2028a😀`: has no shape", refused.Message);

        string longName = new('x', 10_000);
        Assert.InRange(Refused(SafetensorsBytes.Of("{\"" + longName + "\":{}}")).Message.Length, 1, 300);
    }

    [Fact]
    public void Missing_files_folders_and_empty_files()
    {
        using var folder = new TemporaryFolder();
        string missing = folder["none.safetensors"];
        var notFound = Assert.Throws<FileNotFoundException>(() => SafetensorsReader.Open(missing));
        Assert.Equal($"{missing}: there is no such file", notFound.Message);
        Assert.Equal(missing, notFound.FileName);

        var directory = Assert.Throws<TensorFormatException>(() => SafetensorsReader.Open(folder.Path));
        Assert.Equal($"{folder.Path}: is a directory, not a file", directory.Message);

        string empty = folder.Write("empty.safetensors", []);
        var refused = Assert.Throws<TensorFormatException>(() => SafetensorsReader.Open(empty));
        Assert.Equal($"{empty}: has 0 bytes, too few for a safetensors header", refused.Message);
        Assert.Equal(empty, refused.Path);
    }

    [Fact]
    public void A_file_with_any_byte_changed_or_cut_off_is_read_or_refused_but_never_crashes()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [new("a", Tensor.FromArray([1f, 2], 2)), new("b", Tensor.Scalar(true))], [new("k", "v")]);
        byte[] valid = stream.ToArray();
        var random = new Random(1);

        for (int length = 0; length < valid.Length; length++)
            Assert.NotNull(Refused(valid[..length]));
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. valid];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            ReadAll(damaged);
        }
    }

    private static void ReadAll(byte[] bytes)
    {
        try
        {
            using var reader = SafetensorsReader.FromBytes(bytes);
            foreach (string name in reader.Names)
                reader.Read(name);
        }
        catch (TensorFormatException refused)
        {
            Assert.NotEmpty(refused.Reason);
        }
    }

    private static TensorFormatException Refused(byte[] bytes) =>
        Assert.Throws<TensorFormatException>(() => SafetensorsReader.FromBytes(bytes));

    private static void AssertRefused(byte[] bytes, string? tensorName, string reason)
    {
        var refused = Refused(bytes);
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(tensorName, refused.TensorName);
        Assert.Equal(tensorName is null ? $"(memory): {reason}" : $"(memory): tensor `{tensorName}`: {reason}", refused.Message);
    }
}
