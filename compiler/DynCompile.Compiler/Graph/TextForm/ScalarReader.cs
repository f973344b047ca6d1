using System.Globalization;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.TextForm;

/// <summary>Reads the body of a <c>map</c>: <c>(f32, f32) -> maximum(add($0, $1), 0.0)</c>.</summary>
internal sealed class ScalarReader(TokenReader tokens)
{
    private static readonly Dictionary<string, ScalarFunction> Functions = ((ScalarFunction[])Enum.GetValues(typeof(ScalarFunction)))
        .Where(f => f != ScalarFunction.Cast)
        .ToDictionary(f => f.ToString().ToLowerInvariant());

    private EquatableArray<ElementType> _parameters = [];

    public ScalarFunctionBody Body()
    {
        tokens.Expect("(");
        _parameters = [.. tokens.ListUntil(")", () => AttributeReader.Element(tokens))];
        tokens.Expect("->");
        return new ScalarFunctionBody(_parameters, Expression());
    }

    private Scalar Expression()
    {
        Token token = tokens.Peek;
        if (token.Kind == TokenKind.Argument)
            return Argument();
        if (token.Kind == TokenKind.Real || token.Is("-") || token.IsWord("nan") || token.IsWord("inf"))
            return new Scalar.Literal(AttributeReader.RealBehindSign(tokens, tokens.TryTake("-")), ElementType.F32);
        string name = tokens.Expect(TokenKind.Word, "an expression");
        if (name is "true" or "false")
            return new Scalar.Literal(name == "true" ? 1 : 0, ElementType.Bool);
        if (ElementTypes.TryParse(name, out ElementType element))
            return LiteralOrCast(element);
        if (!Functions.TryGetValue(name, out ScalarFunction function))
            throw TokenReader.Error(token, $"{token} is no scalar function");
        tokens.Expect("(");
        return Apply(token, function, [.. tokens.ListUntil(")", Expression)]);
    }

    private Scalar Argument()
    {
        Token token = tokens.Take();
        if (!int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= _parameters.Length)
            throw TokenReader.Error(token, $"{token} is not one of {_parameters.Length} arguments");
        return new Scalar.Argument(index, _parameters[index]);
    }

    // i64(3) is a number, i64($0) a cast.
    private Scalar LiteralOrCast(ElementType element)
    {
        tokens.Expect("(");
        bool isInteger = tokens.Peek.Kind == TokenKind.Integer;
        bool isNegative = !isInteger && tokens.PeekSecond.Kind == TokenKind.Integer && tokens.TryTake("-");
        Scalar scalar =
            isInteger || isNegative
                ? new Scalar.Literal(AttributeReader.RealBehindSign(tokens, isNegative), element)
                : new Scalar.Apply(ScalarFunction.Cast, element, [Expression()]);
        tokens.Expect(")");
        return scalar;
    }

    private static Scalar.Apply Apply(Token token, ScalarFunction function, EquatableArray<Scalar> arguments)
    {
        int expected = ArgumentCount(function);
        if (arguments.Length != expected)
            throw TokenReader.Error(token, $"{token} takes {expected} arguments, not {arguments.Length}");
        ElementType type = function switch
        {
            ScalarFunction.Equal or ScalarFunction.NotEqual or ScalarFunction.Less or ScalarFunction.LessOrEqual => ElementType.Bool,
            ScalarFunction.Select => arguments[1].Type,
            _ => arguments[0].Type,
        };
        return new Scalar.Apply(function, type, arguments);
    }

    private static int ArgumentCount(ScalarFunction function) =>
        function switch
        {
            ScalarFunction.Select => 3,
            ScalarFunction.Add
            or ScalarFunction.Subtract
            or ScalarFunction.Multiply
            or ScalarFunction.Divide
            or ScalarFunction.Remainder
            or ScalarFunction.Maximum
            or ScalarFunction.Minimum
            or ScalarFunction.Power
            or ScalarFunction.Equal
            or ScalarFunction.NotEqual
            or ScalarFunction.Less
            or ScalarFunction.LessOrEqual
            or ScalarFunction.And
            or ScalarFunction.Or => 2,
            _ => 1,
        };
}
