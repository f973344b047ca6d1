namespace DynCompile.Graph.Operators;

/// <summary>The largest under each window; padding never wins, NaN passes through.</summary>
public sealed record MaxPool1d(int Kernel, int Stride, int Padding = 0) : Pooling1d(Kernel, Stride, Padding)
{
    public static readonly OperatorDefinition Operator = new(
        "max_pool1d",
        "The largest under each window.",
        Parameters,
        a => new MaxPool1d(a.Int("kernel"), a.OptionalInt("stride") ?? a.Int("kernel"), a.Int("padding"))
    );

    public override OperatorDefinition Definition => Operator;

    protected override Pooling2d Of(Pair kernel, Pair stride, Pair padding) => new MaxPool2d(kernel, stride, padding);
}
