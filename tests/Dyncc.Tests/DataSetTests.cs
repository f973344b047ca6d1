using System.Buffers.Binary;
using System.IO.Compression;
using DynCompile.Diagnostics;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary><c>--data</c> on a small data set made here: three images of 28x28 with their labels.</summary>
public sealed class DataSetTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("dyncc-data").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string name, bool packed, int[] shape, params byte[] elements)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, "mnist")).FullName;
        using Stream file = File.Create(Path.Combine(folder, packed ? $"{name}.gz" : name));
        using Stream stream = packed ? new GZipStream(file, CompressionMode.Compress) : file;
        stream.Write([0, 0, 8, (byte)shape.Length]);
        Span<byte> size = stackalloc byte[4];
        foreach (int extent in shape)
        {
            BinaryPrimitives.WriteInt32BigEndian(size, extent);
            stream.Write(size);
        }
        stream.Write(elements);
    }

    private void WriteBoth(bool packed = true)
    {
        Write("t10k-images-idx3-ubyte", packed, [3, 28, 28], [.. Enumerable.Range(0, 3 * 784).Select(i => (byte)i)]);
        Write("t10k-labels-idx1-ubyte", packed, [3], 7, 0, 9);
    }

    private Samples Read(string input) => DataSet.Named("mnist").Read(ModelOn(input), _root);

    private static Graph.ModelGraph ModelOn(string inputs)
    {
        var diagnostics = new DiagnosticBag();
        var source = new Text.SourceText("m.dnn", $"model M({inputs}) -> (y: f32) {{ return 1.0 }}");
        return Compilation.Check(source, diagnostics)!;
    }

    private static Diagnostic Refused(Action read) => Assert.Single(Assert.Throws<CommandFailed>(read).Diagnostics);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bytes_are_given_as_they_are_stored_with_their_labels(bool packed)
    {
        WriteBoth(packed);

        Samples samples = Read("image: u8[1, 28, 28]");

        Assert.Equal(3, samples.Count);
        Assert.Equal([0, 1, 2, 3], samples.Inputs[0].Row(0).ToLongs()[..4]);
        Assert.Equal([7, 0, 9], samples.Labels!.ToLongs());
    }

    [Theory]
    [InlineData("x: u8[28, 28]", "u8[3, 28, 28]")]
    [InlineData("x: u8[784]", "u8[3, 784]")]
    [InlineData("x: f32[1, 28, 28]", "f32[3, 1, 28, 28]")]
    public void An_image_may_have_a_channel_or_be_flat(string input, string type)
    {
        WriteBoth();

        Assert.Equal(type, Read(input).Inputs[0].ToString());
    }

    [Fact]
    public void A_float_input_takes_bytes_divided_by_255()
    {
        WriteBoth();

        float[] pixels = Read("image: f32[28, 28]").Inputs[0].ToFloats();

        Assert.Equal([0f, 1f / 255, 2f / 255], pixels[..3]);
        Assert.Equal(1f, pixels.Max());
    }

    [Fact]
    public void Other_inputs_are_refused_with_both_types()
    {
        WriteBoth();

        Assert.Equal("u8[3, 28, 28]", Assert.IsType<WrongInput>(Refused(() => Read("x: f32[24]"))).Actual);
        Assert.Equal("i32[N, 28, 28]", Assert.IsType<WrongInput>(Refused(() => Read("x: i32[28, 28]"))).Expected);
        Assert.Equal("length", Assert.IsType<MissingInput>(Refused(() => Read("x: u8[28, 28], length: i32"))).Name);
    }

    [Fact]
    public void An_unset_variable_says_how_to_set_it_and_where_the_data_set_is_to_be_had()
    {
        Diagnostic missing = Refused(() => DataSet.Named("fashion-mnist").Read(ModelOn("x: u8[28, 28]"), root: null));

        string text = new DiagnosticRenderer().Render(missing);
        Assert.Contains("`DYNCC_DATA` is not set", text, StringComparison.Ordinal);
        Assert.Contains("zalandoresearch/fashion-mnist on GitHub", text, StringComparison.Ordinal);
        Assert.Contains("export DYNCC_DATA=", text, StringComparison.Ordinal);
        Assert.Contains("t10k-images-idx3-ubyte.gz", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_or_file_is_named()
    {
        Assert.Contains(Path.Combine(_root, "mnist"), Problem(), StringComparison.Ordinal);
        Write("t10k-images-idx3-ubyte", packed: true, [0, 28, 28]);
        Assert.Contains("t10k-labels-idx1-ubyte.gz", Problem(), StringComparison.Ordinal);

        string Problem() => Assert.IsType<DataSetMissing>(Refused(() => Read("x: u8[28, 28]"))).Problem;
    }

    [Fact]
    public void Labels_are_as_many_as_images()
    {
        WriteBoth();
        Write("t10k-labels-idx1-ubyte", packed: true, [2], 7, 0);

        Assert.Equal("it has 2 labels for 3 images", Assert.IsType<FileNotReadable>(Refused(() => Read("x: u8[28, 28]"))).Reason);
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        WriteBoth();
        Write("t10k-images-idx3-ubyte", packed: true, [3, 28, 28], 1, 2, 3);

        Assert.Contains(
            "only 3 follow",
            Assert.IsType<FileNotReadable>(Refused(() => Read("x: u8[28, 28]"))).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_unknown_data_set_is_wrong_usage()
    {
        var failed = Assert.Throws<CommandFailed>(() => DataSet.Named("cifar"));

        Assert.Equal(ExitCode.WrongUsage, failed.ExitCode);
        Assert.Equal(["fashion-mnist", "mnist"], Assert.IsType<UnknownChoice>(failed.Diagnostics[0]).Known);
    }
}
