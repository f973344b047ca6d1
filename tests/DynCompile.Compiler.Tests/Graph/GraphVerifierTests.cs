using DynCompile.Graph;

namespace DynCompile.Compiler.Tests.Graph;

public class GraphVerifierTests
{
    public static TheoryData<string> Graphs => Samples.All;

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Valid_graphs_pass(string text)
    {
        ModelGraph graph = GraphParser.Parse(text);
        GraphVerifier.Verify(graph, "parsing");
        GraphVerifier.VerifyNoDeadArguments(graph, "parsing");
    }

    [Theory]
    [InlineData("%2 = relu %9 : f32 ; leave 0 %2", "%9 is used before it is defined")]
    [InlineData("%2 = relu %2 : f32 ; leave 0 %2", "%2 is used before it is defined")]
    [InlineData("%0 = relu %1 : f32 ; leave 0 %0", "%0 is defined twice")]
    [InlineData("if %0 then { %2 = relu %1 : f32 ; yield } else { yield } leave 0 %2", "%2 is not visible here")]
    [InlineData("%2 = add %1 : f32 ; leave 0 %2", "add takes 2 to 2 inputs, not 1")]
    [InlineData("%2 = relu %1 : f32[2] ; leave 0 %1", "the relu gives (f32[2]), not (f32)")]
    [InlineData("%2 = sqrt %0 : f32 ; leave 0 %1", "sqrt does not take (bool)")]
    [InlineData("%2 = relu %1 : f32 do { yield } leave 0 %2", "relu has 0 bodies here, not 1")]
    [InlineData("leave 0 %0", "the leave gives (bool), not (f32)")]
    [InlineData("leave 1 %1", "leave 1 is none of 1 exits")]
    [InlineData("yield %1", "a yield may not end this body")]
    [InlineData("break", "a break stands outside of any loop's body")]
    [InlineData("unreachable", "the end is reachable")]
    [InlineData("if %0 then { leave 0 %1 } else { leave 0 %1 } leave 0 %1", "the end is unreachable")]
    [InlineData("if %1 then { yield } else { yield } leave 0 %1", "the condition is f32, not bool")]
    [InlineData("if %0 then { yield } leave 0 %1", "if has 2 bodies here, not 1")]
    [InlineData("%2 = if %0 : f32 then { yield %1 } else { yield } leave 0 %2", "the yield gives (), not (f32)")]
    [InlineData("%2 = loop %1 {limit: 2} : bool do (%3: i32, %4: f32) { continue %4 } leave 0 %1", "the loop gives (bool), not (f32)")]
    [InlineData("loop {limit: 2} do () { continue } leave 0 %1", "the list of parameters gives (), not (i32)")]
    [InlineData("loop {limit: 2} do (%2: i32) { yield } leave 0 %1", "a yield may not end this body")]
    [InlineData("%2 = loop %1 {limit: 2} : f32 do (%3: i32, %4: f32) { continue %3 } leave 0 %2", "the continue gives (i32), not (f32)")]
    [InlineData("loop {limit: -1} do (%2: i32) { continue } leave 0 %1", "the limit -1 may be negative")]
    [InlineData(
        "loop {limit: 2, condition: true} while (%2: i32) { if %0 then { leave 0 %1 } else { yield } yield %0 } do (%3: i32) { continue } leave 0 %1",
        "a loop's condition may not leave the function"
    )]
    [InlineData(
        "loop {limit: 2, condition: true} while (%2: i32) { yield %1 } do (%3: i32) { continue } leave 0 %1",
        "the yield gives (f32), not (bool)"
    )]
    [InlineData("switch %1 {count: 2} do (%2: i32) { yield } leave 0 %1", "the index is f32, no scalar integer")]
    [InlineData("%2 = constant {values: [0], type: i32} : i32 ; switch %2 {count: 0} do (%3: i32) { yield } leave 0 %1", "chooses nothing")]
    [InlineData("%2 = call %1 {function: \"Later\", path: \"\"} : f32 ; leave 0 %2", "Later is no earlier function")]
    [InlineData("%2 = call %0 {function: \"Twice\", path: \"\"} : f32 ; leave 0 %2", "the call of Twice gives (bool), not (f32)")]
    [InlineData("%2 = call %1 {function: \"Twice\", path: \"a.{2}\"} : f32 ; leave 0 %2", "a.{2} needs 1 scalar indices")]
    [InlineData("%2 = weight {path: \"a.{2}\", type: f32} : f32 ; leave 0 %2", "a.{2} needs 1 scalar indices")]
    [InlineData("%2 = weight %0 {path: \"a\", type: f32} : f32 ; leave 0 %2", "a takes one index for each hole, not 1")]
    [InlineData("%2 = weight {path: \"a\", type: f32[2]} : f32 ; leave 0 %2", "the weight gives (f32), not (f32[2])")]
    [InlineData("%2 = weight {path: \"a\", type: f32[h]} : f32[h] ; leave 0 %1", "the size h is neither elastic nor bound")]
    [InlineData("with %1 {elastic: w, bound: w.1} do { yield } leave 0 %1", "the size is f32, no scalar integer")]
    [InlineData(
        "%2 = size_value {value: w} : i32 ; with %2 {elastic: h, bound: w.1} do { yield } leave 0 %1",
        "h is no elastic or bounded size"
    )]
    [InlineData(
        "%2 = size_value {value: w} : i32 ; with %2 {elastic: w, bound: h} do { yield } leave 0 %1",
        "h does not have the values of w"
    )]
    [InlineData(
        "%2 = size_value {value: w} : i32 ; %3 = with %2 {elastic: w, bound: w.1} : f32[w.1] do { %4 = weight {path: \"a\", type: f32[w.1]} : f32[w.1] ; yield %4 } leave 0 %1",
        "a result names w.1"
    )]
    public void A_broken_rule_is_named(string body, string rule)
    {
        CompilerBugException bug = Assert.Throws<CompilerBugException>(() => GraphVerifier.Verify(Parse(body), "some-pass"));
        Assert.Contains(rule, bug.Rule, StringComparison.Ordinal);
        Assert.StartsWith("DYN9001: after some-pass: ", bug.Message, StringComparison.Ordinal);
        Assert.StartsWith("model M\n", bug.Dump, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_have_different_names()
    {
        ModelGraph graph = Parse("leave 0 %1");
        graph = graph with { Functions = [graph.Functions[0], .. graph.Functions] };
        Assert.Equal("two functions have this name", Assert.Throws<CompilerBugException>(() => GraphVerifier.Verify(graph, "p")).Rule);
    }

    [Theory]
    [InlineData("continue %4")]
    [InlineData("if %0 then { break %4 } else { yield } continue %4")]
    public void A_value_that_only_its_loop_carries_is_dead(string body)
    {
        ModelGraph graph = Parse($"%2 = loop %1 {{limit: 2}} : f32 do (%3: i32, %4: f32) {{ {body} }} leave 0 %1");
        GraphVerifier.Verify(graph, "binding");
        CompilerBugException bug = Assert.Throws<CompilerBugException>(() => GraphVerifier.VerifyNoDeadArguments(graph, "some-pass"));
        Assert.Equal("DYN9002", bug.Id);
    }

    [Theory]
    [InlineData("continue %4", "%2")]
    [InlineData("%5 = relu %4 : f32 ; continue %5", "%1")]
    public void A_carried_value_that_someone_uses_is_alive(string body, string result)
    {
        ModelGraph graph = Parse($"%2 = loop %1 {{limit: 2}} : f32 do (%3: i32, %4: f32) {{ {body} }} leave 0 {result}");
        GraphVerifier.VerifyNoDeadArguments(graph, "some-pass");
    }

    // A semicolon stands for a line end, which means nothing.
    private static ModelGraph Parse(string body) =>
        GraphParser.Parse(
            $$"""
            model M
            elastic w in [1, 2]
            symbol h in [1, 2, 3]
            symbol w.1 in [1, 2]
            exit "" [0]

            func Twice(%0: f32) -> (y: f32) {
              %1 = add %0, %0 : f32
              leave 0 %1
            }

            func M(%0: bool, %1: f32) -> (y: f32) {
              {{body.Replace(';', '\n')}}
            }
            """
        );
}
