using System.Text.RegularExpressions;
using DynCompile.Diagnostics;

namespace DynCompile.Compiler.Tests.Diagnostics;

public class DiagnosticTests
{
    [Fact]
    public void Every_id_belongs_to_one_fact_or_kind_of_fact() => Assert.Equal(DiagnosticTypes.Ids.Distinct(), DiagnosticTypes.Ids);

    [Fact]
    public void Ids_are_DYN_and_four_digits() => Assert.All(DiagnosticTypes.Ids, id => Assert.Matches(new Regex(@"^DYN\d{4}$"), id));

    [Theory]
    [InlineData("tanhh", "tanh")]
    [InlineData("Relu", "relu")]
    [InlineData("exti1", "exit1")]
    [InlineData("conv", "conv1", "conv2")]
    [InlineData("softmx", "softmax")]
    [InlineData("banana")]
    public void Nearest_names_are_those_a_slip_away(string name, params string[] nearest) =>
        Assert.Equal(nearest, NearestName.Find(name, ["relu", "tanh", "exit1", "conv1", "conv2", "softmax", "linear"]));

    [Theory]
    [InlineData("relu", "relu", 0)]
    [InlineData("relu", "rleu", 1)]
    [InlineData("relu", "rel", 1)]
    [InlineData("relu", "gelu", 1)]
    [InlineData("", "abc", 3)]
    public void Distance_counts_slips(string from, string to, int slips) => Assert.Equal(slips, NearestName.Distance(from, to));

    [Theory]
    [InlineData("")]
    [InlineData("`a`", "a")]
    [InlineData("`a` or `b`", "a", "b")]
    [InlineData("`a`, `b` or `c`", "a", "b", "c")]
    public void Lists_read_as_in_a_sentence(string expected, params string[] names) => Assert.Equal(expected, Prose.AnyOf(names));
}
