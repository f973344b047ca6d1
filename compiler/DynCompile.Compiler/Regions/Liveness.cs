using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>Finds what crosses the borders of blocks: the values that a block reads from before and those that others read from it.</summary>
public static class Liveness
{
    /// <summary>The steps with the live-ins and live-outs of every block filled in.</summary>
    public static EquatableArray<Step> Complete(EquatableArray<Step> steps)
    {
        // Where each value is read: by one block, or by several readers of any kind (null).
        var readers = new Dictionary<ValueId, Block?>();
        foreach (Step step in steps.SelectMany(s => s.All()))
        {
            Block? block = (step as Step.Run)?.Block;
            foreach (ValueId value in Reads(step))
                readers[value] = readers.TryGetValue(value, out Block? other) && !ReferenceEquals(other, block) ? null : block;
        }
        return Rewrite(steps, readers);
    }

    /// <summary>The values that a step itself reads, without its inner steps.</summary>
    public static IEnumerable<ValueId> Reads(Step step) =>
        step switch
        {
            Step.Run run => run.Block.Nodes.SelectMany(n => n.Inputs),
            Step.Branch branch => [branch.Condition],
            Step.Repeat repeat => repeat.Condition is { } condition ? [.. repeat.Initial, condition] : repeat.Initial,
            Step.Choose choose => [choose.Index],
            Step.Resize resize => [resize.Value],
            Step.Invoke invoke => [.. invoke.PathIndices, .. invoke.Arguments],
            Step.Move move => move.Values.Select(v => v.From),
            Step.Leave leave => leave.Values,
            _ => [],
        };

    private static EquatableArray<Step> Rewrite(EquatableArray<Step> steps, Dictionary<ValueId, Block?> readers) =>
        [.. steps.Select(s => Rewrite(s, readers))];

    private static Step Rewrite(Step step, Dictionary<ValueId, Block?> readers) =>
        step switch
        {
            Step.Run run => new Step.Run(Borders(run.Block, readers)),
            Step.Branch branch => branch with { Then = Rewrite(branch.Then, readers), Else = Rewrite(branch.Else, readers) },
            Step.Repeat repeat => repeat with
            {
                ConditionSteps = Rewrite(repeat.ConditionSteps, readers),
                Body = Rewrite(repeat.Body, readers),
            },
            Step.Choose choose => choose with { Body = Rewrite(choose.Body, readers) },
            Step.Resize resize => resize with { Body = Rewrite(resize.Body, readers) },
            _ => step,
        };

    private static Block Borders(Block block, Dictionary<ValueId, Block?> readers)
    {
        var own = new HashSet<ValueId>(block.Nodes.SelectMany(n => n.Results).Select(r => r.Id));
        IEnumerable<ValueId> computed = block.Nodes.Where(n => !RegionCutter.IsImmaterial(n)).SelectMany(n => n.Results).Select(r => r.Id);
        return block with
        {
            LiveIns = [.. block.Nodes.SelectMany(n => n.Inputs).Where(v => !own.Contains(v)).Distinct().OrderBy(v => v)],
            LiveOuts =
            [
                .. computed.Where(v => readers.TryGetValue(v, out Block? reader) && !ReferenceEquals(reader, block)).OrderBy(v => v),
            ],
        };
    }
}
