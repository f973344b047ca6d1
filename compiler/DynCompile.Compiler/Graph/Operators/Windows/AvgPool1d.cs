namespace DynCompile.Graph.Operators;

/// <summary>The average under each window; padding counts as zeros, as in PyTorch unless told otherwise.</summary>
public sealed record AvgPool1d(int Kernel, int Stride, int Padding = 0) : Pooling1d(Kernel, Stride, Padding)
{
    public static readonly OperatorDefinition Operator = new(
        "avg_pool1d",
        "The average under each window; padding counts as zeros.",
        Parameters,
        a => new AvgPool1d(a.Int("kernel"), a.OptionalInt("stride") ?? a.Int("kernel"), a.Int("padding"))
    );

    public override OperatorDefinition Definition => Operator;

    protected override Pooling2d Of(Pair kernel, Pair stride, Pair padding) => new AvgPool2d(kernel, stride, padding);
}
