using DynCompile.Syntax;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Which expressions the compiler knows: it refuses to divide them with a remainder, and checks them as indices.</summary>
internal static class Constants
{
    public static bool Is(Expression expression, Scope scope) =>
        expression switch
        {
            IntegerLiteral or FloatLiteral or BoolLiteral => true,
            UnaryExpression unary => Is(unary.Operand, scope),
            BinaryExpression binary => Is(binary.Left, scope) && Is(binary.Right, scope),
            CallExpression { Callee: ElementTypeName } cast => Is(cast.Arguments[0].Value, scope),
            NameExpression name => scope.Variables.FirstOrDefault(v => v.Name == name.Name) is not { } variable || variable.IsConstant,
            IndexExpression { Target: ListExpression list, Indices: [SingleIndex index] } => Is(index.Value, scope)
                && list.Elements.Any(e => Is(e, scope)),
            _ => false,
        };
}
