using DynCompile.Graph;
using DynCompile.Graph.Operators;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class OperatorCatalogTests
{
    private const string LanguageOperators = """
        relu leaky_relu gelu silu sigmoid tanh softplus exp log sqrt pow abs maximum minimum clamp round floor where
        matmul linear conv1d conv2d max_pool1d max_pool2d avg_pool1d avg_pool2d adaptive_avg_pool2d interpolate
        batch_norm layer_norm group_norm rms_norm
        softmax log_softmax logsumexp sum mean max min prod any all argmax argmin topk sort cumsum
        gather scatter index_select embedding one_hot concat stack split chunk slice reshape transpose permute flatten pad tile
        lstm_cell gru_cell attention zeros ones full arange
        """;

    [Fact]
    public void The_language_has_exactly_its_operators() =>
        Assert.Equal(
            LanguageOperators.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            OperatorCatalog.InLanguage.Select(d => d.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_operator_record_is_listed()
    {
        IEnumerable<string> records = typeof(Operator)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Operator)) && !t.IsAbstract)
            .Select(t => ((OperatorDefinition)t.GetField("Operator")!.GetValue(null)!).Name);
        Assert.Equal(records.Order(StringComparer.Ordinal), OperatorCatalog.All.Select(d => d.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_are_found_exactly()
    {
        Assert.Same(Relu.Operator, OperatorCatalog.Find("relu"));
        Assert.Same(Add.Operator, OperatorCatalog.Find("add"));
        Assert.Null(OperatorCatalog.Find("Relu"));
        Assert.DoesNotContain(Add.Operator, OperatorCatalog.InLanguage);
    }

    [Fact]
    public void A_list_is_the_only_value_and_parameters_have_names_of_their_own()
    {
        Assert.All(OperatorCatalog.All, d => Assert.Equal(d.Parameters.Length, d.Parameters.Select(p => p.Name).Distinct().Count()));
        Assert.All(OperatorCatalog.All, d => Assert.True(d.Values.All(v => v.Arity != Arity.List) || d.Values.Count() == 1));
        Assert.All(OperatorCatalog.All, d => Assert.EndsWith(".", d.Summary));
    }

    [Fact]
    public void Defaults_may_be_left_out()
    {
        Assert.Equal(new Softmax(), Softmax.Operator.Create(new Dictionary<string, AttributeValue>()));
        Assert.Equal(new Conv2d(), Conv2d.Operator.Create(new Dictionary<string, AttributeValue>()));
        Assert.Equal(new MaxPool2d(2), MaxPool2d.Operator.Create(new Dictionary<string, AttributeValue> { ["kernel"] = 2 }));
        Assert.Equal(
            new Pad([1, 1], 3),
            Pad.Operator.Create(
                new Dictionary<string, AttributeValue> { ["amounts"] = new Pad([1, 1]).Attributes.First().Value, ["value"] = 3 }
            )
        );
    }
}
