using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>Multiply-adds of a region program for given elastic sizes: of each block, and of a sample that takes no exit.</summary>
public sealed class RegionCost
{
    private readonly Dictionary<string, RegionFunction> _functions;
    private readonly RegionFunction _main;
    private readonly Dictionary<int, Size> _sizes = [];

    /// <param name="valueOf">The value of each elastic size; a size that a <c>with</c> gives counts at its largest.</param>
    public RegionCost(RegionProgram program, Func<SizeSymbol, long> valueOf)
    {
        _functions = program.Functions.ToDictionary(f => f.Name);
        _main = program.Main;
        foreach (RegionFunction function in program.Functions)
        {
            var types = function.Definitions.ToDictionary(d => d.Id, d => d.Type);
            foreach (Block block in function.Blocks)
                _sizes.Add(block.Id, block.Nodes.Aggregate(Size.Zero, (sum, n) => sum + CostOf(n, types)));
        }
        Blocks = _sizes.ToDictionary(b => b.Key, b => b.Value.Evaluate(valueOf));
        Full = FullOf(valueOf);
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

    /// <summary>What <see cref="Full"/> is with other sizes.</summary>
    public long FullOf(Func<SizeSymbol, long> valueOf)
    {
        var known = new Dictionary<string, long>();
        return CostOf(_main);

        long CostOf(RegionFunction function)
        {
            if (!known.TryGetValue(function.Name, out long cost))
            {
                cost = CostOfAll(function.Steps);
                known.Add(function.Name, cost);
            }
            return cost;
        }

        long CostOfAll(EquatableArray<Step> steps) => steps.Aggregate(0L, (sum, step) => Add(sum, CostOfStep(step)));

        long CostOfStep(Step step) =>
            step switch
            {
                Step.Run run => Of(run.Block.Id, valueOf),
                Step.Branch branch when Leaves(branch.Then) => CostOfAll(branch.Else),
                Step.Branch branch when Leaves(branch.Else) => CostOfAll(branch.Then),
                Step.Branch branch => Math.Max(CostOfAll(branch.Then), CostOfAll(branch.Else)),
                Step.Repeat repeat => Multiply(
                    repeat.Limit.Evaluate(valueOf),
                    Add(CostOfAll(repeat.ConditionSteps), CostOfAll(repeat.Body))
                ),
                Step.Choose choose => CostOfAll(choose.Body),
                Step.Resize resize => CostOfAll(resize.Body),
                Step.Invoke invoke => CostOf(_functions[invoke.Function]),
                _ => 0,
            };
    }

    // Loops in loops with large limits cost more than 63 bits hold; then the cost is the largest number.
    private static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    private static long Multiply(long times, long cost) => cost > 0 && times > long.MaxValue / cost ? long.MaxValue : times * cost;

    private static bool Leaves(EquatableArray<Step> steps) => steps is [.., Step.Leave];
}
