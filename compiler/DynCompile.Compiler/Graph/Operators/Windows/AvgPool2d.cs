using DynCompile.Graph.Reference;

namespace DynCompile.Graph.Operators;

/// <summary>The average under each window; padding counts as zeros, as in PyTorch unless told otherwise.</summary>
public sealed record AvgPool2d(Pair Kernel, Pair Stride, Pair Padding) : Pooling2d(Kernel, Stride, Padding)
{
    public static readonly OperatorDefinition Operator = new(
        "avg_pool2d",
        "The average under each window; padding counts as zeros.",
        Parameters,
        a => new AvgPool2d(a.Pair("kernel"), a.Pair("stride", otherwise: a.Pair("kernel")), a.Pair("padding"))
    );

    public AvgPool2d(Pair kernel)
        : this(kernel, kernel, 0) { }

    public override OperatorDefinition Definition => Operator;

    protected override double Pool(IEnumerable<double> elements, Evaluation evaluation) =>
        evaluation.Round(elements.Aggregate(0.0, (sum, x) => evaluation.Round(sum + x)) / (Kernel.Rows * Kernel.Columns));
}
