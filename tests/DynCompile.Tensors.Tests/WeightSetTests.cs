namespace DynCompile.Tensors.Tests;

public class WeightSetTests
{
    [Fact]
    public void Declared_weights_are_found_by_path()
    {
        var weights = WeightSet.FromTensors(
            new Dictionary<string, Tensor> { ["fc.weight"] = Tensor.FromArray([1f, 2], 1, 2), ["fc.bias"] = Tensor.FromArray([3f], 1) },
            [Declare("fc.weight", ElementType.F32, 1, 2), Declare("fc.bias", ElementType.F32, 1)]
        );

        Assert.Equal([1f, 2], weights["fc.weight"].ToFloats());
        Assert.Equal([3f], weights["fc.bias"].ToFloats());
        Assert.Equal(["fc.weight", "fc.bias"], weights.Paths);
        Assert.Empty(weights.Unused);
        var unknown = Assert.Throws<KeyNotFoundException>(() => weights["fc"]);
        Assert.Equal("no weight `fc` is declared; there are 2 others", unknown.Message);
    }

    [Theory]
    [InlineData("w.safetensors")]
    [InlineData("w.npy")]
    public void Files_are_loaded_by_extension(string fileName)
    {
        using var folder = new TemporaryFolder();
        TensorFile.Write(folder[fileName], [new("w", Tensor.FromArray([1f, 2], 2))]);
        Assert.Equal([1f, 2], WeightSet.Load(folder[fileName], [Declare("w", ElementType.F32, 2)])["w"].ToFloats());
    }

    [Fact]
    public void A_weight_declared_twice_alike_is_one()
    {
        var weights = WeightSet.FromTensors(
            new Dictionary<string, Tensor> { ["w"] = Tensor.Scalar(1f) },
            [Declare("w", ElementType.F32), Declare("w", ElementType.F32)]
        );
        Assert.Equal(["w"], weights.Paths);
        var refused = Assert.Throws<ArgumentException>(() =>
            WeightSet.Random([Declare("w", ElementType.F32, 2), Declare("w", ElementType.F32, 3)], seed: 1)
        );
        Assert.Equal("weight w: f32[3] is also declared as f32[2]", refused.Message);
    }

    [Fact]
    public void Scalars_and_vectors_of_one_stand_for_each_other()
    {
        var weights = WeightSet.FromTensors(
            new Dictionary<string, Tensor> { ["vector"] = Tensor.FromArray([1f], 1), ["scalar"] = Tensor.Scalar(2f) },
            [Declare("vector", ElementType.F32), Declare("scalar", ElementType.F32, 1)]
        );
        Assert.Equal("f32", weights["vector"].ToString());
        Assert.Equal("f32[1]", weights["scalar"].ToString());
        Assert.Equal([2f], weights["scalar"].ToFloats());
    }

    [Fact]
    public void Halves_satisfy_a_declaration_of_f32()
    {
        var weights = WeightSet.FromTensors(
            new Dictionary<string, Tensor> { ["a"] = Tensor.FromArray([(Half)1.5f], 1), ["b"] = Tensor.FromArray([(BFloat16)2.5f], 1) },
            [Declare("a", ElementType.F32, 1), Declare("b", ElementType.F32)]
        );
        Assert.Equal([1.5f], weights["a"].AsSpan<float>().ToArray());
        Assert.Equal([2.5f], weights["b"].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Unused_tensors_are_listed_without_batch_counters()
    {
        var one = Tensor.Scalar(1f);
        var weights = WeightSet.FromTensors(
            new Dictionary<string, Tensor>
            {
                ["z"] = one,
                ["bn.num_batches_tracked"] = Tensor.Scalar(7L),
                ["num_batches_tracked"] = Tensor.Scalar(7L),
                ["w"] = one,
                ["a"] = one,
            },
            [Declare("w", ElementType.F32)]
        );
        Assert.Equal(["z", "a"], weights.Unused);
    }

    [Fact]
    public void All_that_does_not_fit_is_said_at_once()
    {
        const string header = """
            {"features.0.wieght":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
             "module.fc.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},
             "shape":{"dtype":"F32","shape":[1,2],"data_offsets":[12,20]},
             "type":{"dtype":"I32","shape":[],"data_offsets":[20,24]},
             "both":{"dtype":"F64","shape":[],"data_offsets":[24,32]},
             "down":{"dtype":"F32","shape":[],"data_offsets":[32,36]},
             "fits":{"dtype":"F32","shape":[],"data_offsets":[36,40]}}
            """;
        using var reader = SafetensorsReader.FromBytes(SafetensorsBytes.Of(header, 40), "w.safetensors");
        var refused = Assert.Throws<WeightsException>(() =>
            WeightSet.Load(
                reader,
                [
                    Declare("fits", ElementType.F32),
                    Declare("features.0.weight", ElementType.F32, 2),
                    Declare("fc.bias", ElementType.F32, 1),
                    Declare("nowhere", ElementType.F32),
                    Declare("shape", ElementType.F32, 2, 1),
                    Declare("type", ElementType.F32),
                    Declare("both", ElementType.F32, 3),
                    Declare("down", ElementType.F16),
                ]
            )
        );

        Assert.Equal(
            """
            w.safetensors does not fit the model (7 problems):
              `features.0.weight` f32[2] is missing; did you mean `features.0.wieght`, f32[2]?
              `fc.bias` f32[1] is missing; did you mean `module.fc.bias`, f32[1]?
              `nowhere` f32 is missing
              `shape` has the wrong shape: the model declares f32[2, 1], the weights have f32[1, 2]
              `type` has the wrong type: the model declares f32, the weights have i32
              `both` has the wrong type and shape: the model declares f32[3], the weights have `F64`
              `down` has the wrong type: the model declares f16, the weights have f32
            """.ReplaceLineEndings("\n"),
            refused.Message
        );
        Assert.Equal(7, refused.Problems.Length);
    }

    [Fact]
    public void One_problem_is_not_problems()
    {
        var refused = Assert.Throws<WeightsException>(() =>
            WeightSet.FromTensors(new Dictionary<string, Tensor>(), [Declare("w", ElementType.I8, 2)])
        );
        Assert.Equal("(tensors) does not fit the model (1 problem):\n  `w` i8[2] is missing", refused.Message);
    }

    [Fact]
    public void Types_without_an_element_type_do_no_harm_when_not_declared()
    {
        const string header =
            """{"w":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"x":{"dtype":"F64","shape":[],"data_offsets":[1,9]}}""";
        using var reader = SafetensorsReader.FromBytes(SafetensorsBytes.Of(header, 9));
        var weights = WeightSet.Load(reader, [Declare("w", ElementType.U8)]);
        Assert.Equal(["x"], weights.Unused);
    }

    [Fact]
    public void Declarations_are_equal_by_value()
    {
        var declaration = Declare("w", ElementType.F32, 2, 3);
        Assert.Equal(declaration, Declare("w", ElementType.F32, 2, 3));
        Assert.Equal(declaration.GetHashCode(), Declare("w", ElementType.F32, 2, 3).GetHashCode());
        Assert.NotEqual(declaration, Declare("w", ElementType.F32, 3, 2));
        Assert.NotEqual(declaration, Declare("w", ElementType.F16, 2, 3));
        Assert.NotEqual(declaration, Declare("v", ElementType.F32, 2, 3));
        Assert.Equal("w: f32[2, 3]", declaration.ToString());
        Assert.Throws<ArgumentException>(() => new WeightDeclaration("w", ElementType.F32, default));
    }

    private static WeightDeclaration Declare(string path, ElementType type, params int[] shape) => new(path, type, [.. shape]);
}
