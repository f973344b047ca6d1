using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>
/// Puts empty blocks on a program's ways, so that whoever watches regions being entered sees each of them: also one that only hands
/// values over. An empty block counts the samples of all steps behind it, up to the next one.
/// <code>
/// if %3 { move %1 to %4 }   ==>   block 7  if %3 { block 8  move %1 to %4 } else { block 9 }  block 10
/// </code>
/// </summary>
public sealed class PathProbes
{
    private int _next;

    private PathProbes(int first) => _next = first;

    public static RegionProgram Insert(RegionProgram program)
    {
        var probes = new PathProbes(program.Functions.SelectMany(f => f.Blocks).Select(b => b.Id).DefaultIfEmpty(-1).Max() + 1);
        return new RegionProgram(program.Graph, [.. program.Functions.Select(f => f with { Steps = probes.Insert(f.Steps) })]);
    }

    /// <summary>Whether a block only counts.</summary>
    public static bool IsProbe(Block block) => block.Nodes.IsEmpty;

    private EquatableArray<Step> Insert(EquatableArray<Step> steps)
    {
        var all = new List<Step> { Probe() };
        for (int i = 0; i < steps.Length; i++)
        {
            all.Add(InsertInside(steps[i]));
            if (i < steps.Length - 1 ? steps[i] is not (Step.Run or Step.Move) : steps[i] is Step.Repeat or Step.Choose or Step.Resize)
                all.Add(Probe());
        }
        return [.. all];
    }

    private Step InsertInside(Step step) =>
        step switch
        {
            Step.Branch branch => branch with { Then = Insert(branch.Then), Else = Insert(branch.Else) },
            Step.Repeat { Condition: null } repeat => repeat with { Body = Insert(repeat.Body) },
            Step.Repeat repeat => repeat with { ConditionSteps = Insert(repeat.ConditionSteps), Body = Insert(repeat.Body) },
            Step.Choose choose => choose with { Body = Insert(choose.Body) },
            Step.Resize resize => resize with { Body = Insert(resize.Body) },
            _ => step,
        };

    private Step.Run Probe() => new(new Block(_next++, [], [], []));
}
