namespace DynCompile.Graph.Operators;

/// <summary>
/// Runs its last body at most <see cref="Limit"/> times. Inputs are the carried values' first ones; the body's parameters are the
/// iteration, an i32 from 0, and the carried values; results are the carried values at the end. With a condition, the first body
/// has the same parameters and yields whether to go on; it runs before each iteration. Reaching the limit just ends the loop.
/// </summary>
public sealed record Loop(Size Limit, bool HasCondition) : ControlOperator
{
    public static readonly OperatorDefinition Operator = new(
        "loop",
        "Repeats its body with carried values.",
        [
            new Parameter.Value("carried", Arity.List),
            new Parameter.Attribute("limit", AttributeKind.Size),
            new Parameter.Attribute("condition", AttributeKind.Flag, false),
        ],
        a => new Loop(a.Size("limit"), a.Flag("condition"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            yield return ("limit", Limit);
            if (HasCondition)
                yield return ("condition", true);
        }
    }

    public override Operator Substitute(Func<SizeSymbol, Size?> replacement) => this with { Limit = Limit.Substitute(replacement) };
}
