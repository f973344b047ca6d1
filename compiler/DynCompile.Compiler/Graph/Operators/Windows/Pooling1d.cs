using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Pooling of a sequence [C, L], as the 2-D one of one row. The stride is the kernel unless given.</summary>
public abstract record Pooling1d(int Kernel, int Stride, int Padding) : Composite
{
    private protected static Parameter[] Parameters { get; } =
    [
        "x",
        new Parameter.Attribute("kernel", AttributeKind.Integer),
        new Parameter.Attribute("stride", AttributeKind.Integer, IsOptional: true),
        new Parameter.Attribute("padding", AttributeKind.Integer, 0),
    ];

    /// <summary>The same pooling of images.</summary>
    protected abstract Pooling2d Of(Pair kernel, Pair stride, Pair padding);

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

    protected sealed override TypeProblem? Check(EquatableArray<TensorType> inputs) =>
        TypeRules.AllF32(inputs) ?? TypeRules.Rank(inputs, 0, 2);

    public sealed override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        Pooling2d ofOneRow = Of(new Pair(1, Kernel), new Pair(1, Stride), new Pair(0, Padding));
        return [OneRow.Drop(sink, sink.Apply(ofOneRow, OneRow.Insert(sink, inputs[0], axis: 1)), axis: 1)];
    }
}
