using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;
using Index = DynCompile.Graph.Operators.Index;

namespace DynCompile.Binding;

internal sealed partial class FunctionBinder
{
    private Bound BindExpression(Expression expression)
    {
        if (!_model.EnterLevel(expression.Location))
            return Bound.Wrong;
        try
        {
            return expression switch
            {
                IntegerLiteral literal => BindInteger(literal),
                FloatLiteral literal => new Bound.Real(literal.Value, IsLiteral: true),
                BoolLiteral literal => new Bound.Flag(literal.Value),
                NameExpression name => BindName(name),
                UnaryExpression unary => BindUnary(unary),
                BinaryExpression binary => BindBinary(binary),
                ListExpression list => new Bound.List([.. list.Elements.Select(BindExpression)]),
                IndexExpression index => BindIndexExpression(index),
                CallExpression call => BindCall(call.Callee, [.. call.Arguments.Select(a => new GivenArgument(a))], call.Location),
                PipeExpression pipe => BindPipe(pipe),
                MemberExpression member => BindMember(member),
                TypeExpression type => BindType(type.Type) is { } meaning ? new Bound.TypeName(meaning) : Bound.Wrong,
                ElementTypeName element => new Bound.TypeName(TensorType.Scalar(ElementOf(element.Name))),
                SparsityLiteral sparsity => new Bound.Sparse(new Sparsity(sparsity.Keep, sparsity.Of, sparsity.By ?? 1)),
                _ => throw new InvalidOperationException($"{expression.GetType().Name} is no expression that the binder knows"),
            };
        }
        catch (OverflowException)
        {
            return Fail(new SizeOverflow(expression.Location, "this"));
        }
        finally
        {
            _model.LeaveLevel();
        }
    }

    private Bound BindInteger(IntegerLiteral literal) =>
        literal.Value <= long.MaxValue
            ? new Bound.Integer((long)literal.Value, IsLiteral: true)
            : Fail(new SizeOverflow(literal.Location, "this number"));

    private static ElementType ElementOf(string name) => ModelBinder.ElementOf(name);

    /// <summary>Names to suggest; none when there is no room for another error anyway.</summary>
    private EquatableArray<string> Nearest(string name, IEnumerable<string> known) =>
        Diagnostics.IsFull ? [] : [.. NearestName.Find(name, known)];

    private static string KindOf(Symbol symbol) =>
        symbol switch
        {
            FixedSymbol known => known.Kind,
            VariableSymbol => "var",
            ParamSymbol => "param",
            ElasticSymbol => "elastic size",
            HelperSymbol => "fn",
            LayerSymbol { Dimensions.IsEmpty: true } => "layer",
            LayerSymbol => "array of layers",
            _ => "name",
        };

    private Bound BindName(NameExpression name)
    {
        switch (_scope.Find(name.Name))
        {
            case FixedSymbol known:
                return Here(known.Meaning);
            case VariableSymbol variable:
                return new Bound.Value(variable.Current, variable.Type);
            case ElasticSymbol elastic:
                return new Bound.Integer(Here(Size.Of(elastic.Size)));
            case ParamSymbol param:
                return AddWeight(param.Path, [], param.Type, name.Location);
            case { } other:
                return Fail(new NotAValue(name.Location, name.Name, KindOf(other)));
        }
        if (OperatorCatalog.Find(name.Name) is { InLanguage: true })
            return Fail(new NotAValue(name.Location, name.Name, "operator"));
        if (_model.FindBlock(name.Name, name.Location) is not null)
            return Fail(new NotAValue(name.Location, name.Name, "block"));
        return Fail(new UnknownName(name.Location, name.Name, Nearest(name.Name, _scope.Names)));
    }

    private Bound.Value AddWeight(WeightPath path, EquatableArray<ValueId> indices, TensorType declared, Location location)
    {
        TensorType type = Here(declared);
        Definition result = _builder.Define(type);
        _builder.Add(new Weight(path, type), indices, [result], OriginOf(location));
        return new Bound.Value(result.Id, type);
    }

    private Bound BindMember(MemberExpression member)
    {
        if (ElementOfLayers(member.Target) is not var (layer, indices))
            return Fail(new NotAValue(member.Target.Location, member.Target.Location.Text, "not a layer"));
        if (indices.Length != layer.Dimensions.Length)
            return Fail(new WrongLayerIndices(member.Location, layer.Name, layer.Dimensions.Length, indices.Length));
        if (BindChosenIndices(layer, indices) is not { } chosen)
            return Bound.Wrong;
        return WithUniformIndices(
            layer,
            chosen,
            [],
            uniform =>
            {
                WeightPath path = ElementPath(layer, uniform);
                EquatableArray<LayerWeight> weights = layer.WeightsAt(path);
                return weights.FirstOrDefault(w => w.Name == member.Member.Text) is { } weight
                    ? AddWeight(path.Then(weight.Name), HolesOf(uniform), weight.Type, member.Location)
                    : Fail(new UnknownWeight(member.Member.Location, layer.Name, member.Member.Text, [.. weights.Select(w => w.Name)]));
            }
        );
    }

    // ---- operators written as signs

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
                or Index
                or Update
                or SliceAt
                or Divide
                or Remainder
                or Gather
                or Scatter
                or IndexSelect
                or Embedding
                or OneHot;

    // ---- x[…]

    private Bound BindIndexExpression(IndexExpression index)
    {
        if (ElementOfLayers(index) is var (layer, _))
            return Fail(new NotAValue(index.Location, index.Location.Text, KindOf(layer)));
        Bound target = BindExpression(index.Target);
        return target.IsError ? Bound.Wrong : BindIndices(target, index.Indices, index.Location);
    }

    private Bound BindIndices(Bound target, EquatableArray<IndexSyntax> indices, Location location)
    {
        if (
            target is Bound.List list
            && indices is [SingleIndex single]
            && BindExpression(single.Value) is Bound.Integer { Number.IsConstant: true } constant
        )
        {
            return constant.Number.Value >= 0 && constant.Number.Value < list.Items.Length
                ? list.Items[(int)constant.Number.Value]
                : Fail(new IndexOutOfRange(single.Location, constant.Describe(), $"{list.Items.Length}"));
        }
        if (ToValue(target, location) is not { } value)
            return Bound.Wrong;
        if (indices.Length > value.Type.Rank)
            return Fail(new TooManyIndices(location, indices.Length, value.Type.ToString()));
        var singles = new List<(int Axis, Expression Index)>();
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if (indices[axis] is SingleIndex chosen)
                singles.Add((axis, chosen.Value));
            else if (BindSlice(value, axis, (RangeIndex)indices[axis]) is { } sliced)
                value = sliced;
            else
                return Bound.Wrong;
        }
        return singles.Count == 0 ? value : TakeRows(value, singles, location);
    }

    private Bound.Value? BindSlice(Bound.Value value, int axis, RangeIndex range)
    {
        Size extent = value.Type.Shape[axis];
        if (BindSliceBound(range.Start, Size.Zero) is not { } start || BindSliceBound(range.End, extent) is not { } end)
            return null;
        if (range.IncludesEnd)
            end += 1;
        if (start == Size.Zero && end == extent)
            return value;
        if (start.Smallest < 0 || (end - start).Smallest < 0 || (extent - end).Smallest < 0)
        {
            Report(new IndexOutOfRange(range.Location, $"{start}..{end}", extent.ToString()));
            return null;
        }
        return Add(new Slice(axis, start, end - start), [value], [range.Location], range.Location)?[0];
    }

    private Size? BindSliceBound(Expression? bound, Size otherwise)
    {
        if (bound is null)
            return otherwise;
        Bound meaning = BindExpression(bound);
        if (meaning is Bound.Integer integer)
            return integer.Number;
        if (!meaning.IsError)
            Report(new NotConstant(bound.Location, "a bound of a slice", meaning.Describe()));
        return null;
    }

    private Bound TakeRows(Bound.Value value, List<(int Axis, Expression Index)> singles, Location location)
    {
        // Run-time indices drop leading axes, so the axes that they stand at come first: x[.., i] ==> permute(x)[i].
        var bound = new List<(int Axis, Bound Index, Location Place)>();
        foreach ((int axis, Expression index) in singles)
        {
            Bound meaning = BindExpression(index);
            if (meaning.IsError)
                return Bound.Wrong;
            bound.Add((axis, meaning, index.Location));
        }
        if (bound.All(b => b.Index is Bound.Integer { Number.IsConstant: true }))
            return TakeConstantRows(value, bound, location);
        int[] axes = [.. bound.Select(b => b.Axis)];
        EquatableArray<int> order = [.. axes, .. Enumerable.Range(0, value.Type.Rank).Except(axes)];
        if (!order.SequenceEqual(Enumerable.Range(0, value.Type.Rank)))
            value = _builder.Add(new Permute(order), OriginOf(location), value);
        var inputs = new List<Bound.Value> { value };
        for (int i = 0; i < bound.Count; i++)
        {
            if (IndexValue(bound[i].Index, value.Type.Shape[i], bound[i].Place) is not { } index)
                return Bound.Wrong;
            inputs.Add(index);
        }
        return Add(new Index(), inputs, [location, .. bound.Select(b => b.Place)], location) is { } results ? results[0] : Bound.Wrong;
    }

    // x[0, 2] with constants cannot fault: it is a slice.
    private Bound TakeConstantRows(Bound.Value value, List<(int Axis, Bound Index, Location Place)> indices, Location location)
    {
        foreach ((int axis, Bound index, Location place) in indices)
        {
            if (IndexIsOutside(index, value.Type.Shape[axis], place))
                return Bound.Wrong;
            value = _builder.Add(new Slice(axis, ((Bound.Integer)index).Number, 1), OriginOf(location), value);
        }
        EquatableArray<Size> shape = [.. value.Type.Shape.Where((_, axis) => indices.All(i => i.Axis != axis))];
        return _builder.Add(new Reshape(shape), OriginOf(location), value);
    }

    private bool IndexIsOutside(Bound index, Size extent, Location place)
    {
        if (index is not Bound.Integer { Number: var number } || (number.Smallest >= 0 && (extent - number).Smallest > 0))
            return false;
        Report(new IndexOutOfRange(place, number.ToString(), extent.ToString()));
        return true;
    }

    private Bound.Value? BindIndexValue(Expression index, Size extent) => IndexValue(BindExpression(index), extent, index.Location);

    private Bound.Value? IndexValue(Bound index, Size extent, Location place)
    {
        if (index.IsError || IndexIsOutside(index, extent, place) || ToValue(index, place) is not { } value)
            return null;
        if (value.Type == TensorType.I32())
            return value;
        Report(new TypeMismatch(place, "an index", "a scalar i32", value.Type.ToString()));
        return null;
    }

    // ---- types

    /// <summary>The meaning of a type whose sizes are all known here; reported and null otherwise.</summary>
    private TensorType? BindType(TypeSyntax type)
    {
        var shape = new List<Size>();
        foreach (DimensionSyntax dimension in type.Dimensions)
        {
            if (dimension.Bound is not null)
            {
                Report(new BadBound(dimension.Location, dimension.Size.Location.Text, "only an input of the model has bounded sizes"));
                return null;
            }
            if (BindSize(dimension.Size, "a size") is not { } size)
                return null;
            shape.Add(size);
        }
        return CheckedType(new TensorType(ElementOf(type.ElementType), [.. shape]), type.Location);
    }

    private TensorType? CheckedType(TensorType type, Location location)
    {
        if (ModelBinder.TooLarge(type))
        {
            Report(new SizeOverflow(location, $"`{type}`"));
            return null;
        }
        return type;
    }

    private Size? BindSize(Expression expression, string what)
    {
        Bound bound = BindExpression(expression);
        if (bound is Bound.Integer integer)
        {
            if (integer.Number.Smallest >= 0)
                return integer.Number;
            Report(new SizeOutOfRange(expression.Location, what, integer.Number.ToString(), "0 or more"));
            return null;
        }
        if (!bound.IsError)
            Report(new NotConstant(expression.Location, what, bound.Describe()));
        return null;
    }
}
