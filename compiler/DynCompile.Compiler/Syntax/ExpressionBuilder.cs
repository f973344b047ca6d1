using System.Globalization;
using System.Numerics;
using DynCompile.Diagnostics;
using DynCompile.Text;
using static DynCompile.Syntax.Generated.DnnParser;

namespace DynCompile.Syntax;

/// <summary>Makes expressions, types and names from what the generated parser read.</summary>
internal sealed class ExpressionBuilder(SourceText source, DiagnosticBag diagnostics)
{
    // A block's pattern fits 64 bits when weights are packed.
    private const int LargestSparseBlock = 64;
    private const int LargestSharedPattern = 1024;
    private static readonly BigInteger largestInteger = BigInteger.Pow(2, 63);

    public Expression? Optional(ExpressionContext? context) => context is null ? null : Build(context);

    /// <summary>
    /// Chains (`a + b + c`, `x |> f |> g`, `a[i](x).w`) lean to the left as deep as they are long, so their left sides are walked in a loop.
    /// </summary>
    public Expression Build(ExpressionContext context)
    {
        var chain = new Stack<ExpressionContext>();
        while (LeftSide(context) is { } left)
        {
            chain.Push(context);
            context = left;
        }
        Expression result = Head(context);
        while (chain.Count > 0)
            result = Extend(result, chain.Pop());
        return result;
    }

    /// <summary>The values of a `return` or an `exit`: those of a tuple, or one.</summary>
    public EquatableArray<Expression> Values(ExpressionContext context) =>
        context is ParenthesesContext tuple ? tuple.expression().Select(Build).ToEquatableArray() : [Build(context)];

    /// <summary>What a number of targets take: for several, values in parentheses stay apart.</summary>
    public Expression Assigned(ExpressionContext context, int targets) =>
        targets > 1 && context is ParenthesesContext tuple && tuple.expression().Length > 1
            ? new TupleExpression(context.LocationOf(source), Values(context))
            : Build(context);

    public Identifier Name(NameContext context) => new(context.LocationOf(source), Unescaped(context.GetText()));

    public StringLiteral String(Location place) => new(place, place.Text.Trim('"'));

    public TypeSyntax Type(TypeContext context)
    {
        string elementType = context.ELEMENT_TYPE()?.GetText() ?? context.NAME().GetText();
        if (!Keywords.ElementTypes.Contains(elementType))
            diagnostics.Report(new UnknownElementType(context.Start.LocationOf(source), elementType, Keywords.ElementTypes));
        return new TypeSyntax(
            context.LocationOf(source),
            elementType,
            context.dimension().Select(dimension => Dimension(Build(dimension.expression()))).ToEquatableArray()
        );
    }

    public EquatableArray<Argument> Arguments(ArgumentsContext context)
    {
        EquatableArray<Argument> arguments = context.argument().Select(Argument).ToEquatableArray();
        var named = new Dictionary<string, Identifier>(StringComparer.Ordinal);
        foreach (Argument argument in arguments)
        {
            if (argument.Name is not { } name)
            {
                if (named.Count > 0)
                    diagnostics.Report(new PositionalAfterNamed(argument.Location, named.Values.First().Location));
            }
            else if (named.TryGetValue(name.Text, out Identifier? first))
                diagnostics.Report(new ArgumentGivenTwice(name.Location, name.Text, first.Location));
            else
                named.Add(name.Text, name);
        }
        return arguments;
    }

    public IndexSyntax Index(IndexContext context)
    {
        Location place = context.LocationOf(source);
        if (context.dots is not { } dots)
            return new SingleIndex(place, Build(context.start));

        bool includesEnd = dots.Text == "..=";
        Expression? start = Optional(context.start);
        Expression? end = Optional(context.end);
        if (includesEnd && end is null)
            diagnostics.Report(new IncludedEndMissing(dots.LocationOf(source)));
        return new RangeIndex(place, start, end, includesEnd);
    }

    private static ExpressionContext? LeftSide(ExpressionContext context) =>
        context switch
        {
            MemberContext member => member.expression(),
            CallContext call => call.expression(),
            ElementContext element => element.expression(),
            BinaryContext binary => binary.expression(0),
            PipeContext pipe => pipe.expression(0),
            _ => null,
        };

    private Expression Extend(Expression left, ExpressionContext context)
    {
        Location place = context.LocationOf(source);
        return context switch
        {
            MemberContext member => new MemberExpression(place, left, Name(member.name())),
            CallContext call => new CallExpression(place, left, Arguments(call.arguments())),
            ElementContext element => Element(place, left, element.index().Select(Index).ToEquatableArray()),
            BinaryContext binary => Binary(place, left, binary),
            PipeContext pipe => Pipe(place, left, Build(pipe.expression(1))),
            _ => throw new InvalidOperationException($"{context.GetType().Name} does not extend an expression"),
        };
    }

    private Expression Head(ExpressionContext context)
    {
        Location place = context.LocationOf(source);
        return context switch
        {
            ReferenceContext => new NameExpression(place, Unescaped(context.GetText())),
            ElementTypeContext => new ElementTypeName(place, context.GetText()),
            IntegerContext => Integer(place),
            FloatContext => Float(place),
            BooleanContext => new BoolLiteral(place, context.GetText() == "true"),
            NegationContext negation => new UnaryExpression(place, UnaryOperator.Negate, Build(negation.expression())),
            ComplementContext complement => new UnaryExpression(place, UnaryOperator.Not, Build(complement.expression())),
            ListContext list => new ListExpression(place, list.expression().Select(Build).ToEquatableArray()),
            ParenthesesContext parentheses => Parentheses(place, parentheses),
            _ => throw new InvalidOperationException($"no expression is made of {context.GetType().Name}"),
        };
    }

    private BinaryExpression Binary(Location place, Expression left, BinaryContext context)
    {
        BinaryOperator @operator = Operators.Parse(context.@operator.Text);
        Expression right = Build(context.expression(1));
        // Parentheses leave no trace in the tree, so that only the parser's own tree tells `a < b < c` from `(a < b) == c`.
        bool isChain =
            @operator.IsComparison()
            && context.expression(0) is BinaryContext inner
            && Operators.Parse(inner.@operator.Text).IsComparison();
        if (isChain && left is BinaryExpression first)
        {
            string middle = first.Right.Location.Text;
            diagnostics.Report(
                new ChainedComparison(place, first.Location.Text, $"{middle} {context.@operator.Text} {right.Location.Text}")
            );
        }
        return new BinaryExpression(place, left, @operator, right);
    }

    private PipeExpression Pipe(Location place, Expression value, Expression target)
    {
        Expression called = target is CallExpression call ? call.Callee : target;
        if (called is not (NameExpression or IndexExpression or MemberExpression or ElementTypeName))
            diagnostics.Report(new PipeIntoValue(target.Location, IsOperation: called is BinaryExpression));
        return new PipeExpression(place, value, target);
    }

    /// <summary>An element, except that `f32[2, 3]` is a type.</summary>
    private Expression Element(Location place, Expression target, EquatableArray<IndexSyntax> indices)
    {
        if (target is not ElementTypeName elementType)
            return new IndexExpression(place, target, indices);

        var dimensions = new List<DimensionSyntax>();
        foreach (IndexSyntax index in indices)
        {
            if (index is SingleIndex size)
                dimensions.Add(Dimension(size.Value));
            else
                diagnostics.Report(new UnexpectedToken(index.Location, ["a size"], index.Location.Text));
        }
        return new TypeExpression(place, new TypeSyntax(place, elementType.Name, dimensions.ToEquatableArray()));
    }

    /// <summary>`T &lt;= 512` is a size and its bound.</summary>
    private static DimensionSyntax Dimension(Expression size) =>
        size is BinaryExpression { Operator: BinaryOperator.LessOrEqual } bounded
            ? new DimensionSyntax(size.Location, bounded.Left, bounded.Right)
            : new DimensionSyntax(size.Location, size, null);

    private Expression Parentheses(Location place, ParenthesesContext context)
    {
        ExpressionContext[] values = context.expression();
        if (values.Length > 1)
            diagnostics.Report(new TupleAsValue(place, values.Length));
        return Build(values[0]);
    }

    private Argument Argument(ArgumentContext context) =>
        new(
            context.LocationOf(source),
            context.name() is { } name ? Name(name) : null,
            context.sparsity() is { } sparsity ? Sparsity(sparsity) : Build(context.expression())
        );

    private SparsityLiteral Sparsity(SparsityContext context)
    {
        Location place = context.LocationOf(source);
        string[] texts = [.. context.INTEGER().Select(number => number.GetText())];
        int?[] numbers =
        [
            .. texts.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : (int?)null),
        ];
        bool isInRange =
            numbers[1] is >= 1 and <= LargestSparseBlock
            && numbers[0] is { } keep
            && keep >= 1
            && keep <= numbers[1]
            && numbers.Skip(2).All(by => by is >= 1 and <= LargestSharedPattern);
        if (!isInRange)
            diagnostics.Report(new SparsityOutOfRange(place, texts[0], texts[1], texts.Length > 2 ? texts[2] : null));
        return new SparsityLiteral(place, numbers[0] ?? 1, numbers[1] ?? 1, texts.Length > 2 ? numbers[2] : null);
    }

    private IntegerLiteral Integer(Location place)
    {
        string text = place.Text;
        // Reading a million digits takes long, and none of them would be kept.
        string significant = text.TrimStart('0');
        bool isTooLong = significant.Length > 19;
        BigInteger value =
            isTooLong || significant.Length == 0 ? BigInteger.Zero : BigInteger.Parse(significant, CultureInfo.InvariantCulture);
        if (isTooLong || value > largestInteger)
            diagnostics.Report(new NumberTooLarge(place, text, IsInteger: true));
        return new IntegerLiteral(place, value);
    }

    private FloatLiteral Float(Location place)
    {
        string text = place.Text;
        bool isRead = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        // A malformed number has been reported where its token was read.
        if (!isRead || double.IsInfinity(value))
            diagnostics.Report(new NumberTooLarge(place, text, IsInteger: false));
        return new FloatLiteral(place, value, text);
    }

    private static string Unescaped(string name) => name[0] == '@' ? name.Substring(1) : name;
}
