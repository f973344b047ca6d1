using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Regions;

/// <summary>
/// Checks a region program: no control is left inside a block, nothing is read before it was written on the same path,
/// and only live-ins and live-outs cross a block's border.
/// </summary>
public static class RegionVerifier
{
    /// <exception cref="CompilerBugException">A rule is broken.</exception>
    public static void Verify(RegionProgram program)
    {
        if (Check(program) is { } problem)
            throw new CompilerBugException("DYN9050", "cutting", program.Graph.Name, problem, RegionPrinter.Print(program));
    }

    /// <summary>The first broken rule, or null.</summary>
    public static string? Check(RegionProgram program)
    {
        foreach (RegionFunction function in program.Functions)
        {
            var written = new HashSet<ValueId>(function.Source.Inputs.Select(i => i.Id));
            // Weights and constants may be handed over without a block.
            written.UnionWith(function.Source.Body.AllNodes().Where(RegionCutter.IsImmaterial).Select(n => n.Result.Id));
            written.UnionWith(HostValues(function));
            if (Check(function.Steps, written) is { } problem)
                return $"{function.Name}: {problem}";
        }
        return null;
    }

    private static IEnumerable<ValueId> HostValues(RegionFunction function)
    {
        HostScalars host = HostScalars.Of(function.Source);
        return function.Definitions.Select(d => d.Id).Where(host.IsVariable);
    }

    private static string? Check(IEnumerable<Step> steps, HashSet<ValueId> written)
    {
        foreach (Step step in steps)
        {
            if (CheckReads(step, written) is { } problem)
                return problem;
            if (step is Step.Repeat repeat)
                written.UnionWith(repeat.Carried.Select(c => c.Id));
            foreach (var inner in step.Inner)
            {
                if (Check(inner, written) is { } inside)
                    return inside;
            }
            if (step is Step.Repeat { Condition: { } condition } && !written.Contains(condition))
                return $"the loop's condition {condition} is not computed";
            Write(step, written);
        }
        return null;
    }

    private static string? CheckReads(Step step, HashSet<ValueId> written)
    {
        if (step is Step.Run run)
            return CheckBlock(run.Block, written);
        IEnumerable<ValueId> reads = step is Step.Repeat repeat ? repeat.Initial : Liveness.Reads(step);
        foreach (ValueId value in reads)
        {
            if (!written.Contains(value))
                return $"{value} is read before it is written";
        }
        return null;
    }

    private static string? CheckBlock(Block block, HashSet<ValueId> written)
    {
        var own = new HashSet<ValueId>();
        foreach (Node node in block.Nodes)
        {
            if (node.Bodies.Length > 0 || (node.Operator is ControlOperator && node.Operator is not Weight))
                return $"block {block.Id} holds the control operator {node.Operator.Name}";
            foreach (ValueId input in node.Inputs.Where(i => !own.Contains(i)))
            {
                if (!block.LiveIns.Contains(input))
                    return $"block {block.Id} reads {input}, which is not among its live-ins";
                if (!written.Contains(input))
                    return $"block {block.Id} reads {input} before it is written";
            }
            own.UnionWith(node.Results.Select(r => r.Id));
        }
        return block
            .LiveOuts.Where(o => !own.Contains(o))
            .Select(o => $"block {block.Id} does not compute its live-out {o}")
            .FirstOrDefault();
    }

    private static void Write(Step step, HashSet<ValueId> written)
    {
        switch (step)
        {
            case Step.Run run:
                written.UnionWith(run.Block.LiveOuts);
                break;
            case Step.Move move:
                written.UnionWith(move.Values.Select(v => v.To));
                break;
            case Step.Repeat repeat:
                written.UnionWith(repeat.Results.Select(r => r.Id));
                break;
            case Step.Invoke invoke:
                written.UnionWith(invoke.Results.Select(r => r.Id));
                break;
        }
    }
}
