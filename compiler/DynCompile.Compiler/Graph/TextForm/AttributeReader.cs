using System.Globalization;
using DynCompile.Tensors;

namespace DynCompile.Graph.TextForm;

/// <summary>Reads sizes, types and attributes; an attribute's kind says how it is written.</summary>
internal sealed class AttributeReader(TokenReader tokens, IReadOnlyDictionary<string, SizeSymbol> symbols)
{
    public AttributeValue Read(AttributeKind kind) =>
        kind switch
        {
            AttributeKind.Size or AttributeKind.Integer => Size(),
            AttributeKind.Pair or AttributeKind.Integers or AttributeKind.Sizes => SizeOrList(),
            AttributeKind.Real => Real(),
            AttributeKind.Flag => Flag(),
            AttributeKind.Word => tokens.Expect(TokenKind.Quoted, "text in quotes"),
            AttributeKind.TensorType or AttributeKind.Element => Type(),
            AttributeKind.Sparsity => Sparsity(),
            AttributeKind.Lambda => new AttributeValue.Lambda(new ScalarReader(tokens).Body()),
            AttributeKind.Numbers => Numbers(),
            _ => throw tokens.Error($"an attribute of kind {kind} has no text form"),
        };

    /// <summary><c>f32[2 * width, 3]</c>.</summary>
    public TensorType Type()
    {
        ElementType element = Element(tokens);
        return tokens.TryTake("[") ? new TensorType(element, [.. tokens.ListUntil("]", Size)]) : TensorType.Scalar(element);
    }

    public static ElementType Element(TokenReader tokens)
    {
        Token token = tokens.Peek;
        string name = tokens.Expect(TokenKind.Word, "an element type");
        return ElementTypes.TryParse(name, out ElementType element)
            ? element
            : throw TokenReader.Error(token, $"{token} is no element type");
    }

    /// <summary>A sum of products, as <see cref="Graph.Size.ToString"/> writes it.</summary>
    public Size Size()
    {
        Token start = tokens.Peek;
        try
        {
            Size sum = tokens.TryTake("-") ? Graph.Size.Zero - Product() : Product();
            while (true)
            {
                if (tokens.TryTake("+"))
                    sum += Product();
                else if (tokens.TryTake("-"))
                    sum -= Product();
                else
                    return sum;
            }
        }
        catch (OverflowException)
        {
            throw TokenReader.Error(start, "this size leaves the 64-bit range");
        }
        catch (DivideByZeroException)
        {
            throw TokenReader.Error(start, "this size divides by zero");
        }
    }

    private Size Product()
    {
        Size product = Factor();
        while (true)
        {
            if (tokens.TryTake("*"))
                product *= Factor();
            else if (tokens.TryTake("/"))
                product = Graph.Size.Quotient(product, Factor());
            else
                return product;
        }
    }

    private Size Factor()
    {
        if (tokens.TryTake("("))
        {
            Size inner = Size();
            tokens.Expect(")");
            return inner;
        }
        Token token = tokens.Peek;
        if (token.Kind == TokenKind.Integer)
            return Integer(isNegative: false);
        string name = tokens.Expect(TokenKind.Word, "a size");
        return symbols.TryGetValue(name, out SizeSymbol? symbol)
            ? Graph.Size.Of(symbol)
            : throw TokenReader.Error(token, $"{token} is no declared size");
    }

    /// <summary>A constant integer.</summary>
    public long Integer() => Integer(tokens.TryTake("-"));

    private AttributeValue SizeOrList() =>
        tokens.TryTake("[") ? new AttributeValue.List([.. tokens.ListUntil<AttributeValue>("]", () => Size())]) : Size();

    private AttributeValue.Flag Flag()
    {
        if (tokens.TryTakeWord("true"))
            return new AttributeValue.Flag(true);
        tokens.ExpectWord("false");
        return new AttributeValue.Flag(false);
    }

    private AttributeValue.List Numbers()
    {
        tokens.Expect("[");
        return new AttributeValue.List([.. tokens.ListUntil("]", Number)]);
    }

    private AttributeValue Number()
    {
        bool isNegative = tokens.TryTake("-");
        return tokens.Peek.Kind == TokenKind.Integer
            ? new AttributeValue.Integer(Integer(isNegative))
            : new AttributeValue.Real(RealBehindSign(tokens, isNegative));
    }

    private AttributeValue.Real Real() => new(RealBehindSign(tokens, tokens.TryTake("-")));

    private long Integer(bool isNegative)
    {
        Token token = tokens.Peek;
        string digits = (isNegative ? "-" : "") + tokens.Expect(TokenKind.Integer, "an integer");
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw TokenReader.Error(token, $"{token} leaves the 64-bit range");
    }

    /// <summary><c>1.5</c>, <c>inf</c>, <c>nan</c>; a minus was taken before, for it belongs to a zero too.</summary>
    public static double RealBehindSign(TokenReader tokens, bool isNegative)
    {
        double magnitude;
        if (tokens.TryTakeWord("nan"))
            magnitude = double.NaN;
        else if (tokens.TryTakeWord("inf"))
            magnitude = double.PositiveInfinity;
        else if (tokens.Peek.Kind is TokenKind.Real or TokenKind.Integer)
            magnitude = double.Parse(tokens.Take().Text, CultureInfo.InvariantCulture);
        else
            throw tokens.Error($"a number is missing before {tokens.Peek}");
        return isNegative ? -magnitude : magnitude;
    }

    private AttributeValue.Sparse Sparsity()
    {
        Token start = tokens.Peek;
        int n = tokens.Int("N");
        tokens.Expect(":");
        int m = tokens.Int("M");
        int by = tokens.TryTakeWord("by") ? tokens.Int("the number of outputs") : 1;
        return Tensors.Sparsity.FindProblem(n, m, by) is { } problem
            ? throw TokenReader.Error(start, problem)
            : new AttributeValue.Sparse(new Sparsity(n, m, by));
    }
}
