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
