using System.Globalization;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Makes syntax trees, in fewer words than their constructors. What is made here has no place in a text.</summary>
internal static class Tree
{
    public static Identifier Id(string text) => new(default, text);

    public static Expression Name(string name) => new NameExpression(default, name);

    public static Expression Number(long value) =>
        value < 0
            ? new UnaryExpression(default, UnaryOperator.Negate, new IntegerLiteral(default, -value))
            : new IntegerLiteral(default, value);

    public static Expression Real(double value)
    {
        string text = Math.Abs(value).ToString("0.0######", CultureInfo.InvariantCulture);
        var literal = new FloatLiteral(default, double.Parse(text, CultureInfo.InvariantCulture), text);
        return value < 0 ? new UnaryExpression(default, UnaryOperator.Negate, literal) : literal;
    }

    public static Expression Flag(bool value) => new BoolLiteral(default, value);

    public static Expression Size(WrittenSize size) => size.Name is { } name ? Name(name) : Number(size.Value);

    public static Expression Sizes(IEnumerable<WrittenSize> sizes) => List([.. sizes.Select(Size)]);

    public static Expression Negate(Expression operand) => new UnaryExpression(default, UnaryOperator.Negate, operand);

    public static Expression Not(Expression operand) => new UnaryExpression(default, UnaryOperator.Not, operand);

    public static Expression Binary(Expression left, BinaryOperator sign, Expression right) =>
        new BinaryExpression(default, left, sign, right);

    public static Expression Add(Expression left, Expression right) => Binary(left, BinaryOperator.Add, right);

    public static Expression Multiply(Expression left, Expression right) => Binary(left, BinaryOperator.Multiply, right);

    /// <summary>An argument with a name, for the end of a call.</summary>
    public static Argument Named(string name, Expression value) => new(default, Id(name), value);

    public static CallExpression Call(Expression callee, IEnumerable<Expression> arguments, params IEnumerable<Argument> named) =>
        new(default, callee, [.. arguments.Select(a => new Argument(default, null, a)), .. named]);

    public static CallExpression Call(string operation, params Expression[] arguments) => Call(Name(operation), arguments);

    public static CallExpression With(this CallExpression call, string name, Expression value) =>
        call with
        {
            Arguments = call.Arguments.Add(Named(name, value)),
        };

    public static CallExpression With(this CallExpression call, string name, long value) => call.With(name, Number(value));

    public static Expression Cast(string element, Expression value) => Call(new ElementTypeName(default, element), [value]);

    public static Expression Abs(Expression value) => Call("abs", value);

    public static Expression At(Expression target, params IEnumerable<Expression> indices) =>
        new IndexExpression(default, target, [.. indices.Select(i => (IndexSyntax)new SingleIndex(default, i))]);

    public static Expression List(params IEnumerable<Expression> elements) => new ListExpression(default, [.. elements]);

    public static TypeSyntax Type(WrittenType type) =>
        new(default, type.Element, [.. type.Shape.Select(s => new DimensionSyntax(default, Size(s), null))]);

    public static Expression TypeValue(WrittenType type) =>
        type.IsScalar ? new ElementTypeName(default, type.Element) : new TypeExpression(default, Type(type));

    public static Statement Let(string name, Expression value) => new LetStatement(default, [Id(name)], value);

    public static Statement Var(string name, Expression value) => new VarStatement(default, [Id(name)], value);

    public static AssignTarget Target(string name, params IEnumerable<Expression> indices) =>
        new(default, Id(name), [.. indices.Select(i => (IndexSyntax)new SingleIndex(default, i))]);

    public static Statement Assign(AssignTarget target, BinaryOperator? update, Expression value) =>
        new AssignStatement(default, [target], update, value);

    public static Body Body(IEnumerable<Statement> statements) => new(default, [.. statements]);
}
