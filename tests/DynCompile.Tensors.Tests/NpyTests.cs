using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;

namespace DynCompile.Tensors.Tests;

public class NpyTests
{
    [Fact]
    public void A_file_is_byte_by_byte_what_NumPy_writes()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], Tensor.FromArray([0f, 1, 2, 3, 4, 5], 2, 3));

        const string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
        byte[] expected =
        [
            .. Start(1, 0),
            .. (byte[])[0x76, 0x00],
            .. Encoding.ASCII.GetBytes(dictionary.PadRight(117) + "\n"),
            .. Tensor.FromArray([0f, 1, 2, 3, 4, 5], 6).Bytes.ToArray(),
        ];
        Assert.Equal(expected, File.ReadAllBytes(folder["a.npy"]));
        Assert.Equal(["a.npy"], folder.FileNames);
    }

    [Theory]
    [InlineData("()", 1)]
    [InlineData("(1,)", 1)]
    public void Shapes_are_tuples_of_Python(string shape, int count)
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], shape == "()" ? Tensor.Scalar(true) : Tensor.FromArray([true], count));
        Assert.Contains(
            $"'descr': '|b1', 'fortran_order': False, 'shape': {shape}, }}",
            Encoding.Latin1.GetString(File.ReadAllBytes(folder["a.npy"]))
        );
    }

    [Property(Arbitrary = [typeof(TensorGenerators)])]
    public void What_is_written_is_read(Tensor tensor)
    {
        if (tensor.Type == ElementType.BF16)
            return;
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], tensor);
        SafetensorsTests.AssertSame(tensor, NpyFile.Read(folder["a.npy"]));
    }

    [Fact]
    public void NumPy_has_no_bf16()
    {
        using var folder = new TemporaryFolder();
        var refused = Assert.Throws<TensorFormatException>(() => NpyFile.Write(folder["a.npy"], Tensor.Zeros(ElementType.BF16, 2)));
        Assert.Equal("NumPy has no bf16; write a .safetensors file or f32", refused.Reason);
        Assert.Empty(folder.FileNames);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_versions_are_read(byte version)
    {
        var tensor = NpyFile.FromBytes(Npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", [1, 0, 0, 0, 2, 0, 0, 0], version));
        Assert.Equal("i32[2]", tensor.ToString());
        Assert.Equal([1, 2], tensor.ToLongs());
    }

    [Fact]
    public void Fortran_order_is_converted()
    {
        byte[] columns = [.. new byte[] { 0, 3, 1, 4, 2, 5 }];
        var matrix = NpyFile.FromBytes(Npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", columns));
        Assert.Equal("u8[2, 3]", matrix.ToString());
        Assert.Equal([0, 1, 2, 3, 4, 5], matrix.ToLongs());

        // Element [i, j, k] of [2, 3, 2] is 100i + 10j + k.
        byte[] cube = [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121];
        var tensor = NpyFile.FromBytes(Npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }", cube));
        Assert.Equal([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121], tensor.ToLongs());
    }

    [Theory]
    [InlineData("""{"shape":(2L ,) ,"descr":"<u1","fortran_order":False}""")]
    [InlineData("{'descr':'>i1',\n'fortran_order':True,'shape':(2,)}")]
    public void Other_spellings_of_the_dictionary_are_read(string dictionary) =>
        Assert.Equal([1, 2], NpyFile.FromBytes(Npy(dictionary, [1, 2])).ToLongs());

    [Theory]
    [InlineData(">f4", "the type `>f4` is big-endian")]
    [InlineData("|O", "the type `|O` holds Python objects, which are never unpickled")]
    [InlineData("O", "the type `O` holds Python objects, which are never unpickled")]
    [InlineData("<f8", "the type `<f8` is not one of <f4 <f2 |i1 |u1 <i4 <i8 |b1")]
    [InlineData("<U5", "the type `<U5` is not one of <f4 <f2 |i1 |u1 <i4 <i8 |b1")]
    [InlineData("f4", "the type `f4` is not one of <f4 <f2 |i1 |u1 <i4 <i8 |b1")]
    public void Other_types_are_refused(string description, string reason) =>
        Assert.Equal(reason, Refused(Npy($"{{'descr': '{description}', 'fortran_order': False, 'shape': (1,), }}", [0])).Reason);

    [Theory]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "a string is missing; structured types are not read")]
    [InlineData("{'descr': '|u1', 'fortran_order': 0, 'shape': (1,)}", "True or False is missing")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': 1}", "`(` is missing")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}", "a size is missing")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1.5,)}", "`)` is missing")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2147483648,)}", "size `2147483648` is larger than 2147483647")]
    [InlineData("{'descr': '|u1', 'fortran_order': False}", "one of 'descr', 'fortran_order' and 'shape' is missing")]
    [InlineData("{'descr': '|u1', 'descr': '|u1'}", "key `descr` is unknown or occurs twice")]
    [InlineData("{'order': 'C'}", "key `order` is unknown or occurs twice")]
    [InlineData("{'descr': '|u1'} x", "text follows the dictionary")]
    [InlineData("{'descr: 1", "a string does not end")]
    [InlineData("{'descr': '|u1'", "`}` is missing")]
    [InlineData("", "`{` is missing")]
    [InlineData("__import__('os')", "`{` is missing")]
    public void Dictionaries_that_are_wrong(string dictionary, string reason) =>
        Assert.EndsWith(reason, Refused(Npy(dictionary, [0])).Reason);

    [Fact]
    public void Shapes_of_too_many_axes()
    {
        string shape = string.Concat(Enumerable.Repeat("1,", 65));
        Assert.EndsWith(
            "the shape has more than 64 axes",
            Refused(Npy($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({shape})}}", [0])).Reason
        );
    }

    [Theory]
    [InlineData("(3,)", "u8[3] has 3 bytes, but 2 follow the header")]
    [InlineData("(1,)", "u8[1] has 1 bytes, but 2 follow the header")]
    [InlineData("(2147483647, 2147483647)", "u8[2147483647, 2147483647] is larger than 2147483591 bytes")]
    [InlineData("(2147483647, 2147483647, 2147483647)", "u8[2147483647, 2147483647, 2147483647] is larger than 2147483591 bytes")]
    public void Data_of_another_size(string shape, string reason) =>
        Assert.Equal(reason, Refused(Npy($"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}", [0, 0])).Reason);

    [Fact]
    public void Bools_that_are_neither_0_nor_1() =>
        Assert.Equal(
            "element 1 is 255, and a bool is 0 or 1",
            Refused(Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [1, 255])).Reason
        );

    [Fact]
    public void Files_that_are_not_npy()
    {
        const string reason = "is not a .npy file: it does not begin with \\x93NUMPY";
        Assert.Equal(reason, Refused([]).Reason);
        Assert.Equal(reason, Refused(new byte[100]).Reason);
        Assert.Equal("has version 4.0; 1.0, 2.0 and 3.0 are read", Refused([.. Start(4, 0), 0, 0]).Reason);
        Assert.Equal("has version 1.1; 1.0, 2.0 and 3.0 are read", Refused([.. Start(1, 1), 0, 0]).Reason);
        Assert.Equal("ends inside the header's length", Refused([.. Start(2, 0), 0, 0]).Reason);
        Assert.Equal("the header would have 5 bytes, but only 1 follow", Refused([.. Start(1, 0), 5, 0, 0]).Reason);
        Assert.Equal(
            "the header would have 4294967295 bytes; at most 65536 are accepted",
            Refused([.. Start(2, 0), 255, 255, 255, 255]).Reason
        );
    }

    internal static byte[] Npy(string dictionary, byte[] data, byte version = 1)
    {
        byte[] header = Encoding.UTF8.GetBytes(dictionary);
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        else
            BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        return [.. Start(version, 0), .. length, .. header, .. data];
    }

    private static byte[] Start(byte major, byte minor) => [0x93, .. "NUMPY"u8, major, minor];

    private static TensorFormatException Refused(byte[] bytes) => Assert.Throws<TensorFormatException>(() => NpyFile.FromBytes(bytes));
}
