using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests.Sessions;

/// <summary>As the compiler would write it: y = table[index] · width for each sample, exit = 1 for odd indices.</summary>
internal sealed class DoublingModel : CompiledModel
{
    private readonly WeightRows<float> _table;

    public DoublingModel(bool hasState = false, params IReadOnlyList<string> exits)
    {
        HasState = hasState;
        ExitNames = exits;
        _table = Own(new WeightRows<float>([0, 1, 2, 3, 4, 5, 6, 7]));
    }

    public Rows<float> Table => _table.Rows;

    public override string Name => "Doubling";

    public override IReadOnlyList<TensorInfo> Inputs { get; } = [new("index", ElementType.I32, []), new("scale", ElementType.F32, [2])];

    public override IReadOnlyList<TensorInfo> Outputs { get; } = [new("y", ElementType.F32, [2]), new("exit", ElementType.I32, [])];

    public override IReadOnlyList<ElasticInfo> Elastic { get; } = [new("width", [1, 2]), new("depth", [1, 2, 3])];

    public override IReadOnlyList<SubNetwork> SubNetworks { get; } =
    [new([1, 1], 10), new([1, 2], 20), new([1, 3], 30), new([2, 1], 20), new([2, 2], 40), new([2, 3], 60)];

    public override IReadOnlyList<string> ExitNames { get; }

    public override bool HasState { get; }

    public override ModelSession CreateSession(int maxBatch) => new DoublingSession(this, maxBatch);
}
