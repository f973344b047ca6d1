using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>All elements as one vector, in row-major order; a scalar gives a vector of one.</summary>
public sealed record Flatten : Composite
{
    public static readonly OperatorDefinition Operator = new("flatten", "All elements as one vector.", ["x"], _ => new Flatten());

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs) => null;

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs) =>
        [sink.Apply(new Reshape([sink.TypeOf(inputs[0]).Count]), inputs[0])];
}
