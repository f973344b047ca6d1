using DynCompile.Planning;
using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests;

/// <summary>What <c>dyncc inspect</c> says of weights in memory is what the runtime allocates.</summary>
public class WeightFormTests
{
    [Theory]
    [InlineData("linear(37)")]
    [InlineData("linear(37, sparse: 2:4)")]
    [InlineData("linear(37, sparse: 3:4)")]
    [InlineData("linear(37, sparse: 1:8)")]
    [InlineData("linear(37, sparse: 2:8 by 16)")]
    [InlineData("linear(37, sparse: 2:6)")]
    [InlineData("linear(37, quantize: i8)")]
    public void The_bytes_are_those_that_the_runtime_takes(string layer) =>
        Check($"model M(x: f32[48]) -> (y: f32[37]) {{ layer a = {layer}  return relu(a(x)) }}", isQuantized: layer.Contains("quantize"));

    [Theory]
    [InlineData("conv2d(6, kernel: 3)")]
    [InlineData("conv2d(32, kernel: [2, 3], bias: false)")]
    [InlineData("conv2d(8, kernel: 3, groups: 2, sparse: 1:2)")]
    [InlineData("conv2d(8, kernel: 3, groups: 4, quantize: i8)")]
    public void The_bytes_of_convolutions_are_those_that_the_runtime_takes(string layer) =>
        Check($"model M(x: f32[4, 9, 9]) -> (y: f32) {{ layer a = {layer}  return sum(a(x)) }}", isQuantized: layer.Contains("quantize"));

    [Theory]
    [InlineData("2:4", "what 2:4 keeps")]
    [InlineData("3:4", "more than half stays")]
    [InlineData("2:8 by 16", "what 2:8 by 16 keeps")]
    [InlineData("2:6", "sparse kernels for M of")]
    public void Inspect_says_which_form_a_sparse_weight_has_and_why(string sparsity, string reason)
    {
        string folder = Directory.CreateTempSubdirectory("dyncc-test").FullName;
        try
        {
            string file = Path.Combine(folder, "m.dnn");
            File.WriteAllText(file, $"model M(x: f32[48]) -> (y: f32[16]) {{ layer a = linear(16, sparse: {sparsity})  return a(x) }}");
            string output = string.Join(
                ' ',
                CommandTests.Run("inspect", file).Out.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            );
            Assert.Contains(reason.Split(' ')[0], output, StringComparison.Ordinal);
            WeightUse use = WeightUse.Of(ModelRun.CompileText(File.ReadAllText(file)).Regions)[0];
            Assert.Contains(reason, use.Reason, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Check(string text, bool isQuantized)
    {
        Compilation compilation = ModelRun.CompileText(text);
        WeightSet weights = WeightSet.Random(Graph.ModelWeights.Of(compilation.Bound).Declarations, 1);
        using CompiledModel model = CpuTarget.Load(compilation, weights);
        long said = WeightUse.Of(compilation.Regions).Sum(u => u.Bytes);
        if (isQuantized)
            Assert.InRange(model.WeightBytes, said / 2, said);
        else
            Assert.Equal(said, model.WeightBytes);
    }
}
