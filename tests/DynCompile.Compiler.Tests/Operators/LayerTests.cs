using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class LayerTests
{
    [Fact]
    public void Linear_takes_its_inputs_from_the_last_axis()
    {
        LayerResolution.Resolved layer = Layer(Linear.Operator, [TensorType.F32(7, 20)], ("out", 10));
        Assert.Equal(["weight: f32[10, 20]", "bias: f32[10]"], Weights(layer));
        Assert.Equal(["weight: f32[10, 20]"], Weights(Layer(Linear.Operator, [TensorType.F32(20)], ("out", 10), ("bias", false))));
        Assert.Equal(
            new Linear(new Sparsity(2, 4)),
            Layer(Linear.Operator, [TensorType.F32(20)], ("out", 10), ("sparse", new Sparsity(2, 4))).Operator
        );
    }

    [Fact]
    public void Conv2d_takes_its_inputs_from_the_channels_of_a_group()
    {
        TensorType[] image = [TensorType.F32(4, 9, 9)];
        LayerResolution.Resolved layer = Layer(
            Conv2d.Operator,
            image,
            ("out", 8),
            ("kernel", new Pair(3, 5)),
            ("groups", 2),
            ("padding", 1)
        );
        Assert.Equal(["weight: f32[8, 2, 3, 5]", "bias: f32[8]"], Weights(layer));
        Assert.Equal(new Conv2d(1, 1, 1, 2), layer.Operator);
        Assert.Equal(
            ["weight: f32[8, 4, 3]"],
            Weights(Layer(Conv1d.Operator, [TensorType.F32(4, 9)], ("out", 8), ("kernel", 3), ("bias", false)))
        );
    }

    [Fact]
    public void Normalisations_have_vectors()
    {
        TensorType[] image = [TensorType.F32(4, 9, 8)];
        Assert.Equal(
            ["weight: f32[4]", "bias: f32[4]", "running_mean: f32[4]", "running_var: f32[4]"],
            Weights(Layer(BatchNorm.Operator, image))
        );
        Assert.Equal(["weight: f32[8]", "bias: f32[8]"], Weights(Layer(LayerNorm.Operator, image)));
        Assert.Equal(["weight: f32[8]"], Weights(Layer(LayerNorm.Operator, image, ("bias", false))));
        Assert.Equal(["weight: f32[4]", "bias: f32[4]"], Weights(Layer(GroupNorm.Operator, image, ("groups", 2))));
        Assert.Equal(["weight: f32[8]"], Weights(Layer(RmsNorm.Operator, image)));
    }

    [Fact]
    public void Cells_and_tables()
    {
        TensorType[] state = [TensorType.F32(5), TensorType.F32(3), TensorType.F32(3)];
        Assert.Equal(
            ["weight_ih: f32[12, 5]", "weight_hh: f32[12, 3]", "bias_ih: f32[12]", "bias_hh: f32[12]"],
            Weights(Layer(LstmCell.Operator, state, ("hidden", 3)))
        );
        Assert.Equal(
            ["weight_ih: f32[9, 5]", "weight_hh: f32[9, 3]"],
            Weights(Layer(GruCell.Operator, [.. state.Take(2)], ("hidden", 3), ("bias", false)))
        );
        Assert.Equal(["weight: f32[50, 32]"], Weights(Layer(Embedding.Operator, [TensorType.I32(16)], ("count", 50), ("width", 32))));
    }

    [Fact]
    public void A_resolved_layer_accepts_its_own_weights()
    {
        TensorType[] image = [TensorType.F32(4, 9, 8)];
        LayerResolution.Resolved[] layers =
        [
            Layer(Linear.Operator, image, ("out", 10)),
            Layer(Conv2d.Operator, image, ("out", 8), ("kernel", 3)),
            Layer(BatchNorm.Operator, image),
            Layer(LayerNorm.Operator, image),
            Layer(GroupNorm.Operator, image, ("groups", 2)),
            Layer(RmsNorm.Operator, image),
        ];
        Assert.All(layers, l => Assert.Null(Problem(l.Operator, [image[0], .. l.Weights.Select(w => w.Type)])));
    }

    [Fact]
    public void Data_that_does_not_fit_is_rejected()
    {
        Assert.Equal(new TypeProblem.Rank(0, "3"), Rejection(Conv2d.Operator, TensorType.F32(9, 9), ("out", 8), ("kernel", 3)));
        Assert.Equal(
            new TypeProblem.Indivisible("the input channels", 3, 2),
            Rejection(Conv2d.Operator, TensorType.F32(3, 9, 9), ("out", 8), ("kernel", 3), ("groups", 2))
        );
        Assert.Equal(new TypeProblem.Rank(0, "at least 1"), Rejection(Linear.Operator, TensorType.F32(), ("out", 8)));
        var width = Size.Of(new SizeSymbol("width", [8, 16]));
        Assert.IsType<TypeProblem.Attribute>(Rejection(GruCell.Operator, TensorType.F32(5), ("hidden", width)));
    }

    private static TypeProblem Rejection(
        OperatorDefinition definition,
        TensorType data,
        params (string Name, AttributeValue Value)[] arguments
    )
    {
        var all = definition.Layer!.Parameters.Where(p => p.Default is not null).ToDictionary(p => p.Name, p => p.Default!);
        foreach ((string name, AttributeValue value) in arguments)
            all[name] = value;
        return Assert.IsType<LayerResolution.Rejected>(definition.Layer.Resolve(new Attributes(all), [data])).Problem;
    }

    private static IEnumerable<string> Weights(LayerResolution.Resolved layer) => layer.Weights.Select(w => $"{w.Name}: {w.Type}");
}
