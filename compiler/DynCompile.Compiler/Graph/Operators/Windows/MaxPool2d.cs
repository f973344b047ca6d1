using DynCompile.Graph.Reference;

namespace DynCompile.Graph.Operators;

/// <summary>The largest under each window; padding never wins, NaN passes through.</summary>
public sealed record MaxPool2d(Pair Kernel, Pair Stride, Pair Padding) : Pooling2d(Kernel, Stride, Padding)
{
    public static readonly OperatorDefinition Operator = new(
        "max_pool2d",
        "The largest under each window.",
        Parameters,
        a => new MaxPool2d(a.Pair("kernel"), a.Pair("stride", otherwise: a.Pair("kernel")), a.Pair("padding"))
    );

    public MaxPool2d(Pair kernel)
        : this(kernel, kernel, 0) { }

    public override OperatorDefinition Definition => Operator;

    protected override double Pool(IEnumerable<double> elements, Evaluation evaluation) =>
        elements.Aggregate(double.NegativeInfinity, Math.Max);
}
