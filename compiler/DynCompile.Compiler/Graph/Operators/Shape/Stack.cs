using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>Joins tensors of one type along a new axis.</summary>
public sealed record Stack(int Axis = 0) : Composite
{
    public static readonly OperatorDefinition Operator = new(
        "stack",
        "Joins tensors along a new axis.",
        [new Parameter.Value("inputs", Arity.List), new Parameter.Attribute("axis", AttributeKind.Integer, 0)],
        a => new Stack(a.Int("axis"))
    );

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => Axis == 0 ? [] : [("axis", Axis)];

    protected override TypeProblem? Check(EquatableArray<TensorType> inputs)
    {
        if (inputs.Length == 0)
            return new TypeProblem.Other("needs at least one tensor");
        if ((TypeRules.SameElements(inputs) ?? TypeRules.Axis("axis", Axis, inputs[0].Rank + 1, out _)) is { } problem)
            return problem;
        for (int i = 1; i < inputs.Length; i++)
        {
            if (TypeRules.Shape(inputs, i, inputs[0].Shape, "the first tensor") is { } different)
                return different;
        }
        return null;
    }

    public override T[] Expand<T>(IOperatorSink<T> sink, T[] inputs)
    {
        TensorType type = sink.TypeOf(inputs[0]);
        int axis = Axis < 0 ? Axis + type.Rank + 1 : Axis;
        var slice = new Reshape(type.WithInserted(axis, Size.One).Shape);
        return [sink.Apply(new Concat(axis), [.. inputs.Select(i => sink.Apply(slice, i))])];
    }
}
