using DynCompile.Tensors;
using static DynCompile.CommandLine.Tests.Language.Program;

namespace DynCompile.CommandLine.Tests.Language;

/// <summary>Layers, their weights and paths.</summary>
public class LayerTests
{
    [Theory]
    [InlineData("linear(10)", "f32[4]", "n.weight f32[10, 4]", "n.bias f32[10]")]
    [InlineData("linear(10, bias: false)", "f32[4]", "n.weight f32[10, 4]")]
    [InlineData("conv2d(16, kernel: 3)", "f32[5, 8, 8]", "n.weight f32[16, 5, 3, 3]", "n.bias f32[16]")]
    [InlineData("batch_norm()", "f32[5, 8]", "n.weight f32[5]", "n.bias f32[5]", "n.running_mean f32[5]", "n.running_var f32[5]")]
    [InlineData("layer_norm()", "f32[5, 8]", "n.weight f32[8]", "n.bias f32[8]")]
    public void A_layer_takes_output_sizes_and_its_input_sizes_come_from_the_call(string layer, string input, params string[] weights) =>
        Assert.Equal(weights, Model($"(x: {input}) -> (y: f32) {{ layer n = {layer}  return sum(n(x)) }}").Weights);

    [Fact]
    public void A_cell_takes_its_hidden_size() =>
        Assert.Equal(
            ["n.weight_ih f32[128, 4]", "n.weight_hh f32[128, 32]", "n.bias_ih f32[128]", "n.bias_hh f32[128]"],
            Model(
                "(x: f32[4]) -> (y: f32[32]) { layer n = lstm_cell(32)  let (h, _) = n(x, zeros(f32[32]), zeros(f32[32]))  return h }"
            ).Weights
        );

    [Fact]
    public void Input_sizes_never_come_from_the_weight_file()
    {
        Program model = Model("(x: f32[4]) -> (y: f32[2]) { layer fc = linear(2, bias: false)  return fc(x) }");
        var stored = new Dictionary<string, Tensor> { ["fc.weight"] = Tensor.Zeros(ElementType.F32, [2, 8]) };

        var refused = Assert.Throws<WeightsException>(() =>
            WeightSet.FromTensors(stored, Graph.ModelWeights.Of(model.Compiled.Bound).Declarations)
        );

        Assert.Contains("[2, 4]", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_call_implies_the_same_weights() =>
        Model("(x: f32[2], z: f32[2]) -> (y: f32[1]) { layer fc = linear(1)  return fc(x) * 10 + fc(z) }")
            .Weight("fc.weight", 1, 2)
            .Weight("fc.bias", 0.5)
            .Given([1, 1], [2, 3])
            .Gives([43.5]);

    [Fact]
    public void Calls_that_imply_different_weights_are_refused() =>
        Model("(x: f32[4], z: f32[8]) -> (y: f32[4]) { layer fc = linear(4)  return fc(x) + fc(z) }").IsRefused("DYN0184");

    [Fact]
    public void In_an_expression_a_name_takes_data_then_weights() =>
        Model("(x: f32[2], w: f32[1, 2], b: f32[1]) -> (y: f32[1]) { return linear(x, w, b) }").Given([1, 2], [10, 20], [5]).Gives([55]);

    [Theory]
    [InlineData("return linear(x, 10)", "DYN0130")]
    [InlineData("return linear(x, out: 10)", "DYN0105")]
    public void In_an_expression_a_name_takes_no_sizes(string body, string id) =>
        Model($"(x: f32[2]) -> (y: f32[10]) {{ {body} }}").IsRefused(id);

    [Fact]
    public void Linear_and_layer_norm_apply_to_the_last_axis() =>
        Model(
                "(x: f32[2, 2]) -> (y: f32[2, 1], z: f32[2, 2]) { layer fc = linear(1)  layer ln = layer_norm(eps: 0.0)  return (fc(x), ln(x)) }"
            )
            .Weight("fc.weight", 1, 10)
            .Weight("ln.weight", 1, 1)
            .Given([1, 2, 5, 3])
            .Gives([21, 35], [-1, 1, 1, -1]);

    [Fact]
    public void Convolutions_pooling_and_batch_norm_have_the_channel_as_axis_0() =>
        Model(
                """
                (x: f32[2, 1, 2]) -> (c: f32[1, 1, 2], p: f32[2, 1, 1], b: f32[2, 1, 2]) {
                    layer conv = conv2d(1, kernel: 1)
                    layer bn = batch_norm(eps: 0.0)
                    return (conv(x), max_pool2d(x, [1, 2]), bn(x))
                }
                """
            )
            .Weight("conv.weight", 1, 10)
            .Weight("bn.weight", 1, 1)
            .Weight("bn.running_mean", 1, 3)
            .Weight("bn.running_var", 1, 4)
            .Given([1, 2, 3, 5])
            .Gives([31, 52], [2, 5], [0, 1, 0, 1]);

    [Fact]
    public void The_layers_of_an_array_have_their_numbers_as_paths() =>
        Assert.Equal(
            ["experts.0.fc.weight f32[1, 2]", "experts.1.fc.weight f32[1, 2]"],
            Model(
                "block Ffn(x: f32[N]) -> f32[1] { layer fc = linear(1, bias: false)  return fc(x) }  model M(x: f32[2], k: i32) -> (y: f32[1]) { layer experts[2] = Ffn()  return experts[k](x) }"
            ).Weights
        );

    [Fact]
    public void The_index_of_a_layer_may_be_computed() =>
        Model("(x: f32[1], k: i32) -> (y: f32[1]) { layer e[3] = linear(1, bias: false)  return e[k](x) + e[2](x) * 100 }")
            .Weight("e.0.weight", 1)
            .Weight("e.1.weight", 2)
            .Weight("e.2.weight", 3)
            .Given([1], [0])
            .Gives([301])
            .Given([1], [2])
            .Gives([303])
            .Given([1], [1])
            .Gives([302]);

    [Fact]
    public void Arrays_of_layers_may_have_several_dimensions() =>
        Model("(x: f32[1], k: i32) -> (y: f32[1]) { layer e[2][2] = linear(1, bias: false)  return e[k][1 - k](x) * 10 + e[1, k](x) }")
            .Weight("e.0.0.weight", 1)
            .Weight("e.0.1.weight", 2)
            .Weight("e.1.0.weight", 3)
            .Weight("e.1.1.weight", 4)
            .Given([1], [0])
            .Gives([23])
            .Given([1], [1])
            .Gives([34]);

    [Fact]
    public void From_names_the_weights_otherwise() =>
        Assert.Equal(
            ["features.0.weight f32[64, 3, 11, 11]", "features.0.bias f32[64]", "stats.tau f32"],
            Model(
                "(x: f32[3, 11, 11]) -> (y: f32) { layer c = conv2d(64, kernel: 11) from \"features.0\"  param t: f32 from \"stats.tau\"  return sum(c(x)) + t }"
            ).Weights
        );

    [Fact]
    public void From_names_the_weights_of_an_array_before_its_numbers() =>
        Assert.Equal(
            ["net.h.0.weight f32[1, 1]", "net.h.1.weight f32[1, 1]"],
            Model("(x: f32[1], k: i32) -> (y: f32[1]) { layer e[2] = linear(1, bias: false) from \"net.h\"  return e[k](x) }").Weights
        );

    [Fact]
    public void An_at_sign_escapes_a_reserved_word() =>
        Model("(@in: f32[1]) -> (@let: f32[1]) { layer @layer = linear(1, bias: false)  let @if = @layer(@in)  return @if }")
            .Weight("layer.weight", 3)
            .Given([2])
            .Gives([6]);

    [Fact]
    public void A_reserved_word_is_no_name() => Model("(x: f32[1]) -> (y: f32[1]) { let in = x  return x }").IsRefused("DYN0018");

    [Fact]
    public void A_weight_of_a_layer_is_a_value() =>
        Model("(token: i32) -> (logits: f32[3]) { layer embed = embedding(3, 2)  let h = embed(token)  return linear(h, embed.weight) }")
            .Weight("embed.weight", 1, 0, 0, 2, 3, 1)
            .Given([1])
            .Gives([0, 4, 2]);

    [Fact]
    public void A_weight_that_a_layer_does_not_have_is_refused() =>
        Model("(x: f32[2]) -> (y: f32[2]) { layer fc = linear(2)  let h = fc(x)  return linear(h, fc.kernel) }").IsRefused("DYN0185");

    [Fact]
    public void Attention_is_the_scaled_dot_product_one() =>
        Model("(q: f32[1, 4], k: f32[2, 4], v: f32[2, 1]) -> (y: f32[1, 1]) { return attention(q, k, v) }")
            .Given([2, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0], [1, 0])
            .Gives([0.7310586]);

    [Fact]
    public void Heads_of_attention_split_the_last_axis() =>
        Model("(q: f32[1, 2], k: f32[2, 2], v: f32[2, 2]) -> (y: f32[1, 2]) { return attention(q, k, v, heads: 2) }")
            .Given([1, 0], [1, 0, 0, 0], [1, 10, 0, 20])
            .Gives([0.7310586, 15]);

    [Fact]
    public void The_mask_of_attention_is_optional() =>
        Model("(q: f32[1, 2], k: f32[2, 2], v: f32[2, 2], m: bool[1, 2]) -> (y: f32[1, 2]) { return attention(q, k, v, mask: m) }")
            .Given([0, 0], [1, 0, 0, 0], [1, 10, 3, 20], [0, 1])
            .Gives([3, 20])
            .Given([0, 0], [1, 0, 0, 0], [1, 10, 3, 20], [1, 1])
            .Gives([2, 15]);
}
