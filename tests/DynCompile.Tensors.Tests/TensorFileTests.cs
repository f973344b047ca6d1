using System.IO.Compression;

namespace DynCompile.Tensors.Tests;

public sealed class TensorFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Safetensors_keep_names_and_order()
    {
        TensorFile.Write(folder["t.safetensors"], [new("z", Tensor.Scalar(1)), new("a", Tensor.Scalar(2))]);
        var tensors = TensorFile.Read(folder["t.safetensors"]);
        Assert.Equal(["z", "a"], tensors.Names);
        Assert.Equal(["z", "a"], tensors.Select(pair => pair.Key));
        Assert.Equal(2, tensors.Count);
        Assert.Equal([2], tensors["a"].ToLongs());
        Assert.Equal([1], tensors.Values.First().ToLongs());
        Assert.False(tensors.TryGetValue("b", out _));
        Assert.Equal("there is no tensor `b`", Assert.Throws<KeyNotFoundException>(() => tensors["b"]).Message);
    }

    [Fact]
    public void The_tensor_of_a_npy_is_named_like_the_file()
    {
        TensorFile.Write(folder["image.npy"], [new("x", Tensor.Scalar(1))]);
        Assert.Equal(["image"], TensorFile.Read(folder["image.npy"]).Names);
        var refused = Assert.Throws<TensorFormatException>(() => TensorFile.Write(folder["image.npy"], []));
        Assert.Equal("a .npy file holds 1 tensor, not 0; write a .safetensors file", refused.Reason);
    }

    [Fact]
    public void Npz_is_read_only()
    {
        NpyFile.Write(folder["x.npy"], Tensor.Scalar(5));
        using (var archive = ZipFile.Open(folder["t.npz"], ZipArchiveMode.Create))
            archive.CreateEntryFromFile(folder["x.npy"], "x.npy");
        Assert.Equal([5], TensorFile.Read(folder["t.npz"])["x"].ToLongs());
        var refused = Assert.Throws<TensorFormatException>(() => TensorFile.Write(folder["t.npz"], []));
        Assert.Equal(".npz files are read only; write a .safetensors file", refused.Reason);
    }

    [Theory]
    [InlineData("t.SafeTensors", TensorFileFormat.Safetensors)]
    [InlineData("a.b/t.npy", TensorFileFormat.Npy)]
    [InlineData("t.npy.npz", TensorFileFormat.Npz)]
    public void The_extension_decides(string path, TensorFileFormat format) => Assert.Equal(format, TensorFile.FormatOf(path));

    [Theory]
    [InlineData("t.pt", "t.pt: the extension `.pt` is not one of .safetensors, .npy and .npz")]
    [InlineData("t", "t: the extension `` is not one of .safetensors, .npy and .npz")]
    public void Other_extensions_are_refused(string path, string message) =>
        Assert.Equal(message, Assert.Throws<TensorFormatException>(() => TensorFile.Read(path)).Message);

    [Theory]
    [InlineData("none.safetensors")]
    [InlineData("none.npy")]
    [InlineData("none.npz")]
    public void Missing_files_are_not_found_and_folders_are_no_files(string name)
    {
        Assert.Throws<FileNotFoundException>(() => TensorFile.Read(folder[name]));
        Directory.CreateDirectory(folder[name]);
        Assert.Equal("is a directory, not a file", Assert.Throws<TensorFormatException>(() => TensorFile.Read(folder[name])).Reason);
    }

    [Fact]
    public void Types_without_an_element_type_are_named_and_refused_when_asked_for()
    {
        const string header =
            """{"w":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"x":{"dtype":"F64","shape":[],"data_offsets":[1,9]}}""";
        var tensors = TensorFile.Read(folder.Write("t.safetensors", SafetensorsBytes.Of(header, 9)));

        Assert.Equal(["w", "x"], tensors.Names);
        Assert.True(tensors.IsSupported("w"));
        Assert.False(tensors.IsSupported("x"));
        Assert.True(tensors.ContainsKey("x"));
        Assert.Equal([0], tensors["w"].ToLongs());
        Assert.Equal("x", Assert.Throws<TensorFormatException>(() => tensors["x"]).TensorName);
        Assert.Throws<TensorFormatException>(() => tensors.ToList());
    }

    [Fact]
    public void Two_tensors_of_one_name_are_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new NamedTensors([new("a", Tensor.Scalar(1)), new("a", Tensor.Scalar(2))]));
        Assert.Equal("tensor `a` occurs twice", refused.Message);
    }
}
