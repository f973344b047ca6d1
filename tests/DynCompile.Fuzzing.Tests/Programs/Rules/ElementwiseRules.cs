using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Arithmetic, activations and casts. Most arguments are kept where functions neither blow up nor die out.</summary>
internal static class ElementwiseRules
{
    private static readonly string[] Activations = ["relu", "leaky_relu", "gelu", "silu", "sigmoid", "tanh", "softplus"];
    private static readonly int[] Divisors = [2, 3, 4, 5, 7, -1, -3];

    public static IReadOnlyList<Rule> All { get; } =
    [
        .. Activations.Select(name => Real(name, goal => Unary(goal, name), weight: 1)),
        Real(
            "leaky_relu",
            goal => from x in goal.Of(goal.Type) select (Expression)Tree.Call("leaky_relu", x).With("slope", Tree.Real(0.3))
        ),
        Real("abs", goal => Unary(goal, "abs"), weight: 1),
        Real("exp", goal => from x in goal.Of(goal.Type) select (Expression)Tree.Call("exp", Tree.Call("minimum", x, Tree.Real(1.5)))),
        Real("exp", goal => Unary(goal, "exp"), weight: 1),
        Real("log", goal => Positive(goal).Select(x => (Expression)Tree.Call("log", x))),
        Real("sqrt", goal => Positive(goal).Select(x => (Expression)Tree.Call("sqrt", x))),
        Real("pow", Power),
        Real("round", goal => from x in goal.Of(goal.Type) select (Expression)Tree.Call("round", Tree.Multiply(x, Tree.Real(2.3)))),
        Real("floor", goal => from x in goal.Of(goal.Type) select (Expression)Tree.Call("floor", Tree.Multiply(x, Tree.Real(1.7)))),
        Real("divide", RealQuotient),
        new("add", t => t.IsNumber, goal => Binary(goal, BinaryOperator.Add), 3),
        new("subtract", t => t.IsNumber, goal => Binary(goal, BinaryOperator.Subtract), 3),
        new("multiply", t => t.IsNumber, goal => Binary(goal, BinaryOperator.Multiply), 2),
        new("negate", t => t.IsNumber, goal => goal.Of(goal.Type).Select(Tree.Negate), 1),
        new("abs", t => t.IsInteger, goal => Unary(goal, "abs"), 1),
        new("maximum", t => t.IsNumber, goal => Called(goal, "maximum", 2)),
        new("minimum", t => t.IsNumber, goal => Called(goal, "minimum", 2)),
        new("clamp", t => t.IsNumber, goal => Called(goal, "clamp", 3), 1),
        new("divide", t => t.IsInteger, goal => IntegerQuotient(goal, BinaryOperator.Divide)),
        new("remainder", t => t.IsInteger, goal => IntegerQuotient(goal, BinaryOperator.Remainder)),
        new("where", _ => true, Where),
        new("cast", t => t.Element == "f32", goal => CastFrom(goal, "i32", "bool", "f16", "bf16", "i8", "u8", "i64")),
        new("cast", t => t.Element == "i32", ToInteger),
        new("cast", t => t.Element == "i64", goal => CastFrom(goal, "i32", "u8", "i8")),
        new("cast", t => t.Element == "bool", goal => CastFrom(goal, "i32", "u8"), 1),
        new("cast", t => t.Element is "f16" or "bf16", goal => CastFrom(goal, "f32", "i32", "bool"), 10),
        new("cast", t => t.Element is "i8" or "u8", goal => CastFrom(goal, "i32", "bool", "i64"), 10),
    ];

    private static Rule Real(string name, Func<Goal, Gen<Expression>> write, int weight = 2) => new(name, t => t.IsF32, write, weight);

    private static Gen<Expression> Unary(Goal goal, string operation) =>
        from x in goal.Of(goal.Type)
        from isPiped in Draw.Percent(20)
        select isPiped ? new PipeExpression(default, x, Tree.Name(operation)) : (Expression)Tree.Call(operation, x);

    private static Gen<Expression> Called(Goal goal, string operation, int count) =>
        Broadcast.Operands(goal, goal.Type.Element, count).Select(o => (Expression)Tree.Call(operation, o));

    private static Gen<Expression> Binary(Goal goal, BinaryOperator sign) =>
        from operands in Broadcast.Operands(goal, goal.Type.Element, 2)
        // Numbers of the compiler could grow past i32.
        let left = Constants.Is(operands[0], goal.Scope) && Constants.Is(operands[1], goal.Scope) && goal.Type.IsInteger
            ? Tree.Abs(operands[0])
            : operands[0]
        select Tree.Binary(left, sign, operands[1]);

    // abs(x) + 0.3, at times x itself
    private static Gen<Expression> Positive(Goal goal) =>
        from x in goal.Of(goal.Type)
        from isRaw in Draw.Percent(10)
        select isRaw ? x : Tree.Add(Tree.Abs(x), Tree.Real(0.3));

    private static Gen<Expression> Power(Goal goal) =>
        from x in goal.Of(goal.Type)
        from isSquare in Draw.Percent(40)
        from exponent in isSquare ? Draw.From(2.0, 3.0).Select(Tree.Real) : Broadcast.Narrower(goal.Type).SelectMany(goal.Of)
        select (Expression)Tree.Call("pow", isSquare ? x : Tree.Add(Tree.Abs(x), Tree.Real(0.3)), exponent);

    private static Gen<Expression> RealQuotient(Goal goal) =>
        from operands in Broadcast.Operands(goal, "f32", 2)
        from isRaw in Draw.Percent(5)
        select Tree.Binary(operands[0], BinaryOperator.Divide, isRaw ? operands[1] : Tree.Add(Tree.Abs(operands[1]), Tree.Real(0.5)));

    private static Gen<Expression> IntegerQuotient(Goal goal, BinaryOperator sign) =>
        from dividend in goal.ValueOf(goal.Type)
        from divisor in Draw.Weighted(
            (4, () => Draw.From(Divisors).Select(n => Tree.Number(n))),
            (2, () => Broadcast.Narrower(goal.Type).SelectMany(goal.Of).Select(d => Tree.Add(Tree.Abs(d), Tree.Number(1)))),
            (goal.Scope.MayFault ? 1 : 0, () => Broadcast.Narrower(goal.Type).SelectMany(goal.ValueOf))
        )
        select Tree.Binary(dividend, sign, divisor);

    private static Gen<Expression> Where(Goal goal) =>
        from types in Broadcast.Types(goal.Type, 3)
        from condition in goal.Of(types[0].With("bool"))
        from sides in goal.All(types.Skip(1))
        select (Expression)Tree.Call("where", [condition, .. sides]);

    private static Gen<Expression> CastFrom(Goal goal, params string[] elements) =>
        from element in Draw.From(elements)
        from x in goal.Of(goal.Type.With(element))
        select Tree.Cast(goal.Type.Element, x);

    private static Gen<Expression> ToInteger(Goal goal) =>
        Draw.Weighted(
            (3, () => CastFrom(goal, "bool", "i8", "u8", "i64")),
            // Away from whole numbers, which f32 and f64 may miss on either side.
            (2, () => from x in goal.Of(goal.Type.With("f32")) select Tree.Cast("i32", Tree.Multiply(x, Tree.Real(2.9))))
        );
}
