using System.Text;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>The readable form of a region program: <c>dyncc build --emit regions</c>.</summary>
public static class RegionPrinter
{
    public static string Print(RegionProgram program)
    {
        var text = new StringBuilder();
        foreach (RegionFunction function in program.Functions)
        {
            string inputs = string.Join(", ", function.Source.Inputs.Select(Describe));
            string results = string.Join(", ", function.Source.Results.Select(r => $"{r.Name}: {r.Type}"));
            text.Append($"function {function.Name}({inputs}) -> ({results})\n");
            Print(function.Steps, 1, text);
            text.Append('\n');
        }
        return text.ToString();
    }

    private static void Print(EquatableArray<Step> steps, int depth, StringBuilder text)
    {
        foreach (Step step in steps)
            Print(step, depth, text);
    }

    private static void Print(Step step, int depth, StringBuilder text)
    {
        void Line(string line) => text.Append(' ', depth * 2).Append(line).Append('\n');
        switch (step)
        {
            case Step.Run run:
                Line($"block {run.Block.Id}  ({List(run.Block.LiveIns)}) -> ({List(run.Block.LiveOuts)})");
                foreach (Node node in run.Block.Nodes)
                    text.Append(' ', depth * 2 + 2).Append(Describe(node)).Append('\n');
                break;
            case Step.Branch branch:
                Line($"if {branch.Condition}");
                Print(branch.Then, depth + 1, text);
                if (branch.Else.Length > 0)
                {
                    Line("else");
                    Print(branch.Else, depth + 1, text);
                }
                break;
            case Step.Repeat repeat:
                string carried = string.Join(", ", repeat.Carried.Select((c, i) => $"{c.Id} = {repeat.Initial[i]}"));
                Line(
                    $"loop {repeat.Iteration.Id} in 0..{repeat.Limit} carrying ({carried}) -> ({List([.. repeat.Results.Select(r => r.Id)])})"
                );
                if (repeat.Condition is { } condition)
                {
                    Print(repeat.ConditionSteps, depth + 1, text);
                    text.Append(' ', depth * 2 + 2).Append($"while {condition}\n");
                }
                Print(repeat.Body, depth + 1, text);
                break;
            case Step.Choose choose:
                Line($"for each {choose.Chosen.Id} of {choose.Index} in 0..{choose.Count}");
                Print(choose.Body, depth + 1, text);
                break;
            case Step.Resize resize:
                Line($"for each {resize.Bound} of {resize.Value} in {resize.Elastic}");
                Print(resize.Body, depth + 1, text);
                break;
            case Step.Invoke invoke:
                string path = invoke.PathIndices.Length == 0 ? $"{invoke.Path}" : $"{invoke.Path}[{List(invoke.PathIndices)}]";
                Line($"{List([.. invoke.Results.Select(r => r.Id)])} = {invoke.Function} \"{path}\" ({List(invoke.Arguments)})");
                break;
            case Step.Move move:
                Line($"move {string.Join(", ", move.Values.Select(v => $"{v.From} to {v.To}"))}");
                break;
            case Step.Jump jump:
                Line(jump.Ending == Ending.Break ? "break" : "continue");
                break;
            case Step.Leave leave:
                Line($"leave {leave.Site} ({List(leave.Values)})");
                break;
        }
    }

    private static string Describe(Definition definition) =>
        definition.Name is { } name ? $"{definition.Id} {name}: {definition.Type}" : $"{definition.Id}: {definition.Type}";

    private static string Describe(Node node)
    {
        string attributes = string.Join(", ", node.Operator.Attributes.Select(a => $"{a.Name}: {a.Value}"));
        string inputs = node.Inputs.Length == 0 ? "" : $" {List(node.Inputs)}";
        return $"{string.Join(", ", node.Results.Select(Describe))} = {node.Operator.Name}{inputs}{(attributes.Length == 0 ? "" : $" {{{attributes}}}")}";
    }

    private static string List(EquatableArray<ValueId> values) => string.Join(", ", values);
}
