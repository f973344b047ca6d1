using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>Multiply-adds of a region program for given elastic sizes: of each block, and of a sample that takes no exit.</summary>
public sealed class RegionCost
{
    private readonly Dictionary<string, RegionFunction> _functions;
    private readonly Func<SizeSymbol, long> _valueOf;
    private readonly Dictionary<string, long> _full = [];
    private readonly Dictionary<int, Size> _sizes = [];

    /// <param name="valueOf">The value of each elastic size; a size that a <c>with</c> gives counts at its largest.</param>
    public RegionCost(RegionProgram program, Func<SizeSymbol, long> valueOf)
    {
        _functions = program.Functions.ToDictionary(f => f.Name);
        _valueOf = valueOf;
        foreach (RegionFunction function in program.Functions)
        {
            var types = function.Definitions.ToDictionary(d => d.Id, d => d.Type);
            foreach (Block block in function.Blocks)
                _sizes.Add(block.Id, block.Nodes.Aggregate(Size.Zero, (sum, n) => sum + CostOf(n, types)));
        }
        Blocks = _sizes.ToDictionary(b => b.Key, b => b.Value.Evaluate(valueOf));
        Full = CostOf(program.Main);
    }

    /// <summary>The cost of running each block once for one sample, by the block's id.</summary>
    public IReadOnlyDictionary<int, long> Blocks { get; }

    /// <summary>The cost of running a block once for one sample, with the sizes that the sample has there.</summary>
    public long Of(int block, Func<SizeSymbol, long> valueOf) =>
        _sizes[block].IsConstant ? _sizes[block].Value : _sizes[block].Evaluate(valueOf);

    /// <summary>
    /// The cost of a sample that takes no exit, goes the costlier side of every branch and runs every loop to its limit.
    /// </summary>
    public long Full { get; }

    private static Size CostOf(Node node, Dictionary<ValueId, TensorType> types) =>
        node.Operator.MultiplyAdds([.. node.Inputs.Select(i => types[i])], [.. node.Results.Select(r => r.Type)]);

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
