using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>Multiply-adds of a region program for given elastic sizes: of each block, and of a sample that takes no exit.</summary>
public sealed class RegionCost
{
    private readonly Dictionary<string, RegionFunction> _functions;
    private readonly Func<SizeSymbol, long> _valueOf;
    private readonly Dictionary<string, long> _full = [];
    private readonly Dictionary<ValueId, TensorType>[] _types;

    /// <param name="valueOf">The value of each elastic size; a size that a <c>with</c> gives counts at its largest.</param>
    public RegionCost(RegionProgram program, Func<SizeSymbol, long> valueOf)
    {
        _functions = program.Functions.ToDictionary(f => f.Name);
        _valueOf = valueOf;
        _types = [.. program.Functions.Select(f => f.Definitions.ToDictionary(d => d.Id, d => d.Type))];
        var blocks = new Dictionary<int, long>();
        for (int f = 0; f < program.Functions.Length; f++)
        {
            foreach (Block block in program.Functions[f].Blocks)
                blocks[block.Id] = block.Nodes.Sum(n => CostOf(n, _types[f]));
        }
        Blocks = blocks;
        Full = CostOf(program.Main);
    }

    /// <summary>The cost of running each block once for one sample, by the block's id.</summary>
    public IReadOnlyDictionary<int, long> Blocks { get; }

    /// <summary>
    /// The cost of a sample that takes no exit, goes the costlier side of every branch and runs every loop to its limit.
    /// </summary>
    public long Full { get; }

    private long CostOf(Node node, Dictionary<ValueId, TensorType> types)
    {
        EquatableArray<TensorType> inputs = [.. node.Inputs.Select(i => types[i])];
        return node.Operator.MultiplyAdds(inputs, [.. node.Results.Select(r => r.Type)]).Evaluate(_valueOf);
    }

    private long CostOf(RegionFunction function)
    {
        if (!_full.TryGetValue(function.Name, out long cost))
        {
            cost = CostOf(function.Steps);
            _full.Add(function.Name, cost);
        }
        return cost;
    }

    private long CostOf(EquatableArray<Step> steps) => steps.Sum(CostOf);

    private long CostOf(Step step) =>
        step switch
        {
            Step.Run run => Blocks[run.Block.Id],
            Step.Branch branch when Leaves(branch.Then) => CostOf(branch.Else),
            Step.Branch branch when Leaves(branch.Else) => CostOf(branch.Then),
            Step.Branch branch => Math.Max(CostOf(branch.Then), CostOf(branch.Else)),
            Step.Repeat repeat => checked(repeat.Limit.Evaluate(_valueOf) * (CostOf(repeat.ConditionSteps) + CostOf(repeat.Body))),
            Step.Choose choose => CostOf(choose.Body),
            Step.Resize resize => CostOf(resize.Body),
            Step.Invoke invoke => CostOf(_functions[invoke.Function]),
            _ => 0,
        };

    private static bool Leaves(EquatableArray<Step> steps) => steps is [.., Step.Leave];
}
