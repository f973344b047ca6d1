namespace DynCompile.Syntax;

public enum UnaryOperator
{
    Negate,
    Not,
}

public enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

/// <summary>How operators are written.</summary>
public static class Operators
{
    public static string Text(this UnaryOperator unary) => unary == UnaryOperator.Negate ? "-" : "not";

    public static string Text(this BinaryOperator binary) =>
        binary switch
        {
            BinaryOperator.Add => "+",
            BinaryOperator.Subtract => "-",
            BinaryOperator.Multiply => "*",
            BinaryOperator.Divide => "/",
            BinaryOperator.Remainder => "%",
            BinaryOperator.Equal => "==",
            BinaryOperator.NotEqual => "!=",
            BinaryOperator.Less => "<",
            BinaryOperator.LessOrEqual => "<=",
            BinaryOperator.Greater => ">",
            BinaryOperator.GreaterOrEqual => ">=",
            BinaryOperator.And => "and",
            BinaryOperator.Or => "or",
            _ => throw new ArgumentOutOfRangeException(nameof(binary), binary, "no such operator"),
        };

    public static BinaryOperator Parse(string text) =>
        text switch
        {
            "+" => BinaryOperator.Add,
            "-" => BinaryOperator.Subtract,
            "*" => BinaryOperator.Multiply,
            "/" => BinaryOperator.Divide,
            "%" => BinaryOperator.Remainder,
            "==" => BinaryOperator.Equal,
            "!=" => BinaryOperator.NotEqual,
            "<" => BinaryOperator.Less,
            "<=" => BinaryOperator.LessOrEqual,
            ">" => BinaryOperator.Greater,
            ">=" => BinaryOperator.GreaterOrEqual,
            "and" => BinaryOperator.And,
            "or" => BinaryOperator.Or,
            _ => throw new ArgumentException($"`{text}` is no operator", nameof(text)),
        };

    public static bool IsComparison(this BinaryOperator binary) => binary is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;

    public static bool IsLogical(this BinaryOperator binary) => binary is BinaryOperator.And or BinaryOperator.Or;
}
