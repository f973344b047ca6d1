namespace DynCompile.Graph.Operators;

/// <summary><c>if %condition { … } else { … }</c>: two bodies without parameters; their yields are the results.</summary>
public sealed record If : ControlOperator
{
    public static readonly OperatorDefinition Operator = new("if", "Runs one of two bodies.", ["condition"], _ => new If())
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;
}
