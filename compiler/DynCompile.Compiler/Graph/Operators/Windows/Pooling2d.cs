using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>One number from each window of each channel: x [C, H, W]. The stride is the kernel unless given.</summary>
public abstract record Pooling2d(Pair Kernel, Pair Stride, Pair Padding) : Operator
{
    private protected static Parameter[] Parameters { get; } =
    [
        "x",
        new Parameter.Attribute("kernel", AttributeKind.Pair),
        new Parameter.Attribute("stride", AttributeKind.Pair, IsOptional: true),
        new Parameter.Attribute("padding", AttributeKind.Pair, 0),
    ];

    public Window Window => new(Kernel, Stride, Padding, 1);

    /// <summary>The number for the elements under a window, without those of the padding.</summary>
    protected abstract double Pool(IEnumerable<double> elements, Evaluation evaluation);

    public sealed override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            yield return ("kernel", Kernel);
            if (Stride != Kernel)
                yield return ("stride", Stride);
            if (Padding != 0)
                yield return ("padding", Padding);
        }
    }

    public sealed override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.AllF32(inputs) ?? TypeRules.Rank(inputs, 0, 3)) is { } problem)
            return problem;
        TensorType x = inputs[0];
        if (Window.Places(x.Shape[1], x.Shape[2], out Size rows, out Size columns) is { } misfit)
            return misfit;
        // More would leave windows in the padding alone.
        if (Padding.Rows > Kernel.Rows / 2 || Padding.Columns > Kernel.Columns / 2)
            return new TypeProblem.Attribute("padding", Padding, "at most half the kernel");
        return x.With(x.Shape[0], rows, columns);
    }

    public sealed override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        (int height, int width) = (x.Shape[1], x.Shape[2]);
        int next = 0;
        for (int c = 0; c < y.Shape[0]; c++)
        for (int row = 0; row < y.Shape[1]; row++)
        for (int column = 0; column < y.Shape[2]; column++)
        {
            int channel = c * height * width;
            y.Reals[next++] = Pool(Window.Offsets(row, column, height, width).Select(i => x.Reals[channel + i]), evaluation);
        }
        return [y];
    }
}
