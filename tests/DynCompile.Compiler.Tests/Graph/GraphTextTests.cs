using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Compiler.Tests.Graph;

public class GraphTextTests
{
    public static TheoryData<string> Graphs => Samples.All;

    [Theory]
    [MemberData(nameof(Graphs))]
    public void A_printed_graph_reads_back_as_the_same_text(string text)
    {
        Assert.Equal(text, GraphPrinter.Print(GraphParser.Parse(text)));
    }

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Reading_what_was_printed_gives_an_equal_graph(string text)
    {
        ModelGraph graph = GraphParser.Parse(text);
        Assert.Equal(graph, GraphParser.Parse(GraphPrinter.Print(graph)));
    }

    [Theory]
    [InlineData("%1 = map %0 {body: (f32) -> maximum(add($0, 1.5), -0.0)} : f32")]
    [InlineData("%1 = map %0 {body: (f32) -> select(less($0, nan), inf, -inf)} : f32")]
    [InlineData("%1 = map %0 {body: (f32) -> f32(i64(multiply(i32($0), i32(-3))))} : f32")]
    [InlineData("%1 = map %0 {body: (f32) -> select(true, 1E-05, 1E+20)} : f32")]
    [InlineData("%1 = constant {values: [1.0, -0.0, nan, inf, -inf], type: f32[5]} : f32[5]")]
    [InlineData("%1 = constant {values: [1, -2], type: i64[2]} : i64[2]")]
    [InlineData("%1 = linear %0, %0 {sparse: 2:8 by 16} : f32")]
    [InlineData("%1 = conv2d %0, %0 {stride: [1, 2], padding: 3} : f32")]
    [InlineData("%1 = permute %0 {axes: [1, -1]} : f32")]
    [InlineData("%1.\"a name \\\"with\\\" \\\\ and \\u0007\" = relu %0 : f32")]
    [InlineData("%1 = reshape %0 {shape: [2 * h * w.1 + 3, ((h + 1) / (2)), -h + 5]} : f32[h, w.1]")]
    public void Attributes_of_every_kind_survive(string node)
    {
        string text = $$"""
            model M
            symbol h in [1, 2, 3]
            symbol w.1 in [-4, 8]

            func M(%0: f32[h, w.1]) -> () {
              {{node}}
              leave 0
            }

            """;
        Assert.Equal(text, GraphPrinter.Print(GraphParser.Parse(text)));
    }

    [Fact]
    public void A_long_range_of_sizes_is_written_by_its_ends()
    {
        const string text = """
            model M
            symbol h in 1..512

            func M(%0: f32[h]) -> () {
              leave 0
            }

            """;
        ModelGraph graph = GraphParser.Parse(text);
        Assert.Equal(512, graph.Main.Inputs[0].Type.Shape[0].Largest);
        Assert.Equal(text, GraphPrinter.Print(graph));
    }

    [Fact]
    public void Negative_zero_and_nan_keep_their_bits()
    {
        ModelGraph graph = Parse("%1 = constant {values: [-0.0, nan], type: f32[2]} : f32[2]");
        var constant = (Constant)graph.Main.Body.Nodes[0].Operator;
        Assert.True(double.IsNegative(constant.Values[0]));
        Assert.True(double.IsNaN(constant.Values[1]));
    }

    [Theory]
    [InlineData("%1 = nonsense %0 : f32", 4, 8, "no operator")]
    [InlineData("%1 = relu %0 {axis: 1} : f32", 4, 17, "relu has no attribute axis")]
    [InlineData("%1 = softmax %0 {axis: 1, axis: 2} : f32", 4, 29, "given twice")]
    [InlineData("%1 = permute %0 : f32", 4, 8, "needs its attribute axes")]
    [InlineData("%1 = relu %0 : f33", 4, 18, "no element type")]
    [InlineData("%1 = relu %0 : f32[wide]", 4, 22, "no declared size")]
    [InlineData("%1 = relu %0", 5, 3, "`:` is missing")]
    [InlineData("%1 = relu ? : f32", 4, 13, "means nothing")]
    [InlineData("%1 = map %0 {body: (f32) -> add($0)} : f32", 4, 31, "takes 2 arguments")]
    [InlineData("%1 = map %0 {body: (f32) -> $1} : f32", 4, 31, "not one of 1 arguments")]
    [InlineData("%1 = linear %0, %0 {sparse: 5:4} : f32", 4, 31, "5:4")]
    [InlineData("%1 = weight {path: \"open", 4, 27, "not closed")]
    [InlineData("%1 = relu %99999999999 : f32", 4, 13, "too large")]
    [InlineData("%1 = reshape %0 {shape: [9999999999999999999]} : f32", 4, 28, "64-bit")]
    public void A_mistake_is_reported_at_its_place(string node, int line, int column, string problem)
    {
        GraphFormatException exception = Assert.Throws<GraphFormatException>(() => Parse(node));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (exception.Line, exception.Column));
    }

    private static ModelGraph Parse(string node) =>
        GraphParser.Parse(
            $$"""
            model M

            func M(%0: f32) -> () {
              {{node}}
              leave 0
            }
            """
        );
}
