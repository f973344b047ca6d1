using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>Operators that are written as signs: <c>-a</c>, <c>a + b</c>, <c>a and b</c>.</summary>
internal sealed partial class FunctionBinder
{
    private Bound BindUnary(UnaryExpression unary)
    {
        Bound operand = BindExpression(unary.Operand);
        if (unary.Operator == UnaryOperator.Not)
        {
            if (operand is Bound.Flag flag)
                return new Bound.Flag(!flag.IsTrue);
            return ToValue(operand, unary.Operand.Location) is { } condition
                ? One(new Not(), unary.Location, (condition, unary.Operand.Location))
                : Bound.Wrong;
        }
        return operand switch
        {
            Bound.Integer integer => integer with { Number = Size.Zero - integer.Number },
            Bound.Real real => real with { Number = -real.Number },
            _ => ToValue(operand, unary.Operand.Location) is { } value
                ? One(new Negate(), unary.Location, (value, unary.Operand.Location))
                : Bound.Wrong,
        };
    }

    private Bound One(Operator op, Location location, params (Bound.Value Value, Location Place)[] inputs) =>
        Add(op, [.. inputs.Select(i => i.Value)], [.. inputs.Select(i => i.Place)], location) is { } results ? results[0] : Bound.Wrong;

    private Bound BindBinary(BinaryExpression binary)
    {
        // A long sum is a deep tree to the left: it is walked down and folded up without recursion.
        var chain = new Stack<BinaryExpression>();
        Expression first = binary;
        while (first is BinaryExpression inner)
        {
            chain.Push(inner);
            first = inner.Left;
        }
        Bound left = BindExpression(first);
        foreach (BinaryExpression next in chain)
        {
            left = next.Operator.IsLogical()
                ? BindLogical(next, left)
                : Combine(next.Operator, left, next.Left.Location, BindExpression(next.Right), next.Right.Location, next.Location);
        }
        return left;
    }

    private Bound Combine(BinaryOperator sign, Bound left, Location leftPlace, Bound right, Location rightPlace, Location location)
    {
        if (left.IsError || right.IsError)
            return Bound.Wrong;
        if (left is Bound.Integer or Bound.Real && right is Bound.Integer or Bound.Real)
            return CombineConstants(sign, left, right, location);
        ElementType? context = ContextOf([left, right]);
        if (ToValue(left, leftPlace, context) is not { } a || ToValue(right, rightPlace, context) is not { } b)
            return Bound.Wrong;
        if (a.Type.Element != b.Type.Element)
            return Fail(new MixedElementTypes(location, sign.Text(), a.Type.ToString(), b.Type.ToString()));
        if (sign is BinaryOperator.Divide or BinaryOperator.Remainder && a.Type.Element != ElementType.F32 && HasZero(right))
            return Fail(new ConstantDivisionByZero(location, leftPlace.Text));
        return One(OperatorOf(sign), location, (a, leftPlace), (b, rightPlace));
    }

    private static bool HasZero(Bound divisor) =>
        divisor is Bound.Integer { Number: var number } ? number == Size.Zero : divisor is Bound.List list && list.Items.Any(HasZero);

    private static Operator OperatorOf(BinaryOperator sign) =>
        sign switch
        {
            BinaryOperator.Add => new Add(),
            BinaryOperator.Subtract => new Subtract(),
            BinaryOperator.Multiply => new Multiply(),
            BinaryOperator.Divide => new Divide(),
            BinaryOperator.Remainder => new Remainder(),
            BinaryOperator.Equal => new Equal(),
            BinaryOperator.NotEqual => new NotEqual(),
            BinaryOperator.Less => new Less(),
            BinaryOperator.LessOrEqual => new LessOrEqual(),
            BinaryOperator.Greater => new Greater(),
            BinaryOperator.GreaterOrEqual => new GreaterOrEqual(),
            BinaryOperator.And => new And(),
            _ => new Or(),
        };

    private Bound CombineConstants(BinaryOperator sign, Bound left, Bound right, Location location)
    {
        if (left is Bound.Integer a && right is Bound.Integer b)
            return CombineIntegers(sign, a, b, location);
        // A named integer beside a real mixes types; a literal one adapts.
        if (left is Bound.Integer { IsLiteral: false } || right is Bound.Integer { IsLiteral: false })
            return Fail(
                new MixedElementTypes(location, sign.Text(), left is Bound.Integer ? "i32" : "f32", right is Bound.Integer ? "i32" : "f32")
            );
        double x = RealOf(left);
        double y = RealOf(right);
        bool literal = IsLiteral(left) && IsLiteral(right);
        return sign switch
        {
            BinaryOperator.Add => new Bound.Real(x + y, literal),
            BinaryOperator.Subtract => new Bound.Real(x - y, literal),
            BinaryOperator.Multiply => new Bound.Real(x * y, literal),
            BinaryOperator.Divide => new Bound.Real(x / y, literal),
            BinaryOperator.Remainder => new Bound.Real(x % y, literal),
            BinaryOperator.Equal => new Bound.Flag(x == y),
            BinaryOperator.NotEqual => new Bound.Flag(x != y),
            BinaryOperator.Less => new Bound.Flag(x < y),
            BinaryOperator.LessOrEqual => new Bound.Flag(x <= y),
            BinaryOperator.Greater => new Bound.Flag(x > y),
            _ => new Bound.Flag(x >= y),
        };
    }

    private static double RealOf(Bound bound) => bound is Bound.Integer integer ? integer.Number.Value : ((Bound.Real)bound).Number;

    private static bool IsLiteral(Bound bound) => bound is Bound.Integer { IsLiteral: true } or Bound.Real { IsLiteral: true };

    private Bound CombineIntegers(BinaryOperator sign, Bound.Integer a, Bound.Integer b, Location location)
    {
        bool literal = a.IsLiteral && b.IsLiteral;
        (Size x, Size y) = (a.Number, b.Number);
        switch (sign)
        {
            case BinaryOperator.Add:
                return new Bound.Integer(x + y, literal);
            case BinaryOperator.Subtract:
                return new Bound.Integer(x - y, literal);
            case BinaryOperator.Multiply:
                return new Bound.Integer(x * y, literal);
            case BinaryOperator.Divide or BinaryOperator.Remainder when y == Size.Zero:
                return Fail(new ConstantDivisionByZero(location, x.ToString()));
            case BinaryOperator.Divide:
                return Size.DivideExactly(x, y) is { } quotient
                    ? new Bound.Integer(quotient, literal)
                    : Fail(new ConstantRemainder(location, x.ToString(), y.ToString()));
        }
        if (x.IsConstant && y.IsConstant)
            return CompareConstants(sign, x.Value, y.Value, literal);
        return CombineSizes(sign, a, b, location);
    }

    private static Bound CompareConstants(BinaryOperator sign, long x, long y, bool literal) =>
        sign switch
        {
            BinaryOperator.Remainder => new Bound.Integer(x % y, literal),
            BinaryOperator.Equal => new Bound.Flag(x == y),
            BinaryOperator.NotEqual => new Bound.Flag(x != y),
            BinaryOperator.Less => new Bound.Flag(x < y),
            BinaryOperator.LessOrEqual => new Bound.Flag(x <= y),
            BinaryOperator.Greater => new Bound.Flag(x > y),
            _ => new Bound.Flag(x >= y),
        };

    // What elastic sizes do not decide at compile time is decided when the model runs.
    private Bound CombineSizes(BinaryOperator sign, Bound.Integer a, Bound.Integer b, Location location) =>
        ToValue(a, location) is { } x && ToValue(b, location) is { } y
            ? One(OperatorOf(sign), location, (x, location), (y, location))
            : Bound.Wrong;

    /// <summary><c>and</c> and <c>or</c>: on scalars the right side is evaluated only when it matters, which matters when it may fault.</summary>
    private Bound BindLogical(BinaryExpression binary, Bound left)
    {
        string word = $"the right side of `{binary.Operator.Text()}`";
        bool isDecided = left is Bound.Flag known && known.IsTrue == (binary.Operator == BinaryOperator.Or);
        Bound right = Bound.Wrong;
        OpenBody side = InBody(
            [],
            () =>
            {
                right = Unsteadily(word, () => BindExpression(binary.Right));
                if (!isDecided)
                    right = ToValue(right, binary.Right.Location) ?? Bound.Wrong;
            }
        );
        // A tensor on the right still gives the result its shape.
        if (isDecided && right is not Bound.Value { Type.IsScalar: false })
            return left;
        if (right is not Bound.Value b || ToValue(left, binary.Left.Location) is not { } a)
            return Bound.Wrong;
        bool mustGuard = a.Type.IsScalar && side.Nodes.Any(MayFaultOrBranch);
        if (!mustGuard || a.Type != TensorType.Bool || b.Type != TensorType.Bool)
        {
            _builder.Current.Nodes.AddRange(side.Nodes);
            return One(OperatorOf(binary.Operator), binary.Location, (a, binary.Left.Location), (b, binary.Right.Location));
        }
        return GuardedLogical(binary, a, side, b);
    }

    private Bound.Value GuardedLogical(BinaryExpression binary, Bound.Value a, OpenBody side, Bound.Value b)
    {
        Origin origin = OriginOf(binary.Location);
        side.End = new Terminator(Ending.Yield, [b.Id]);
        OpenBody other = InBody([], () => { });
        other.End = new Terminator(Ending.Yield, [a.Id]);
        Definition result = _builder.Define(TensorType.Bool);
        bool isAnd = binary.Operator == BinaryOperator.And;
        _builder.Add(new If(), [a.Id], [result], origin, isAnd ? side.Close() : other.Close(), isAnd ? other.Close() : side.Close());
        return new Bound.Value(result.Id, result.Type);
    }

    private static bool MayFaultOrBranch(Node node) =>
        node.Bodies.Length > 0
        || node.Operator
            is Call
                or Graph.Operators.Index
                or Update
                or SliceAt
                or Divide
                or Remainder
                or Gather
                or Scatter
                or IndexSelect
                or Embedding
                or OneHot;
}
