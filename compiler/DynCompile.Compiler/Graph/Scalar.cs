using System.Globalization;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>The functions that scalar expressions are built from; their names are their text form.</summary>
public enum ScalarFunction
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,
    Absolute,
    Maximum,
    Minimum,
    Power,
    SquareRoot,
    Exponential,
    Logarithm,
    HyperbolicTangent,
    Sigmoid,
    Softplus,
    ErrorFunction,
    Floor,
    Round,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    And,
    Or,
    Not,
    Select,
    Cast,
}

/// <summary>
/// What an elementwise operator does to one element: a small typed expression, from which evaluation, fusion and every backend work.
/// </summary>
public abstract record Scalar(ElementType Type)
{
    public sealed record Argument(int Index, ElementType Type) : Scalar(Type)
    {
        public override string ToString() => $"${Index}";
    }

    /// <summary>A number; integers and bools (0, 1) are exact up to 2^53.</summary>
    public sealed record Literal(double Value, ElementType Type) : Scalar(Type)
    {
        public bool Equals(Literal? other) => other is not null && Type == other.Type && Value.Equals(other.Value);

        public override int GetHashCode() => Value.GetHashCode();

        public override string ToString() =>
            Type switch
            {
                ElementType.Bool => Value != 0 ? "true" : "false",
                ElementType.F32 => AttributeValue.WriteReal(Value),
                _ => $"{Type.Name()}({((long)Value).ToString(CultureInfo.InvariantCulture)})",
            };
    }

    public sealed record Apply(ScalarFunction Function, ElementType Type, EquatableArray<Scalar> Arguments) : Scalar(Type)
    {
        public override string ToString()
        {
            string name = Function == ScalarFunction.Cast ? Type.Name() : Function.ToString().ToLowerInvariant();
            return $"{name}({string.Join(", ", Arguments)})";
        }
    }

    /// <summary>How many functions it applies.</summary>
    public int Weight => this is Apply apply ? 1 + apply.Arguments.Sum(a => a.Weight) : 0;

    /// <summary>The expression with its arguments replaced.</summary>
    public Scalar Substitute(Func<Argument, Scalar> replacement) =>
        this switch
        {
            Argument argument => replacement(argument),
            Apply apply => apply with { Arguments = [.. apply.Arguments.Select(a => a.Substitute(replacement))] },
            _ => this,
        };

    /// <summary>Whether an evaluation may divide an integer by zero.</summary>
    public bool CanFault =>
        this is Apply apply
        && (
            (
                apply.Function is ScalarFunction.Divide or ScalarFunction.Remainder
                && apply.Type.IsInteger()
                && apply.Arguments[1] is not Literal { Value: not 0 }
            ) || apply.Arguments.Any(a => a.CanFault)
        );

    public static Scalar Call(ScalarFunction function, params Scalar[] arguments) => new Apply(function, arguments[0].Type, [.. arguments]);

    public static Scalar Compare(ScalarFunction function, Scalar a, Scalar b) => new Apply(function, ElementType.Bool, [a, b]);

    public static Scalar Select(Scalar condition, Scalar then, Scalar otherwise) =>
        new Apply(ScalarFunction.Select, then.Type, [condition, then, otherwise]);

    public Scalar To(ElementType type) => Type == type ? this : new Apply(ScalarFunction.Cast, type, [this]);

    public static Scalar operator +(Scalar a, Scalar b) => Call(ScalarFunction.Add, a, b);

    public static Scalar operator -(Scalar a, Scalar b) => Call(ScalarFunction.Subtract, a, b);

    public static Scalar operator *(Scalar a, Scalar b) => Call(ScalarFunction.Multiply, a, b);

    public static Scalar operator /(Scalar a, Scalar b) => Call(ScalarFunction.Divide, a, b);

    public static Scalar operator -(Scalar a) => Call(ScalarFunction.Negate, a);

    public static Scalar Max(Scalar a, Scalar b) => Call(ScalarFunction.Maximum, a, b);

    public static Scalar Min(Scalar a, Scalar b) => Call(ScalarFunction.Minimum, a, b);

    /// <summary>A literal of this expression's type.</summary>
    public Scalar Constant(double value) => new Literal(value, Type);
}

/// <summary>A scalar expression with the number of its arguments: the attribute of <c>map</c>.</summary>
public sealed record ScalarFunctionBody(EquatableArray<ElementType> Parameters, Scalar Expression)
{
    public override string ToString() => $"({string.Join(", ", Parameters.Select(p => p.Name()))}) -> {Expression}";
}
