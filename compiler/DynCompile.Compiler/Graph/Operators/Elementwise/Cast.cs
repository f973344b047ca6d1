using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// Another element type, written <c>f32(x)</c>. Floats to integers truncate and saturate, NaN gives 0; integers to narrower ones wrap;
/// to bool asks whether x is not 0; to f16 and bf16 rounds half to even.
/// </summary>
public sealed record Cast(ElementType To) : Elementwise
{
    public static readonly OperatorDefinition Operator = new(
        "cast",
        "Another element type, written f32(x): floats truncate and saturate to integers, NaN gives 0; integers wrap.",
        ["x", new Parameter.Attribute("to", AttributeKind.Element)],
        a => new Cast(a.Element("to"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [("to", To)];

    protected override TypeProblem? CheckElements(EquatableArray<TensorType> inputs) => null;

    public override Scalar Body(EquatableArray<ElementType> inputs) => Argument(0, inputs).To(To);
}
