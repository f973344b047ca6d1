using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>Bounded sizes: the model's body runs under the sizes that the sample brings along.</summary>
internal sealed partial class FunctionBinder
{
    /// <summary>
    /// Writes the body inside a <see cref="With"/> for each bounded size, so that a batch regroups by them like by any other size that
    /// the data chooses.
    /// </summary>
    private void UnderBounds(EquatableArray<(SizeSymbol Size, ValueId Given)> bounds, Action write)
    {
        if (bounds.IsEmpty)
        {
            write();
            return;
        }
        (SizeSymbol size, ValueId given) = bounds[0];
        OpenBody body = InBody(
            [],
            () =>
            {
                var meaning = new Bound.Integer(Size.Of(size));
                Declare(new FixedSymbol(size.Name, _model.LocationOfBound(size), meaning, "size"));
                UnderBounds([.. bounds.Skip(1)], write);
            }
        );
        _builder.Add(new With(size, size), [given], [], OriginOf(_model.LocationOfBound(size)), body.Close());
        _builder.Current.End = new Terminator(Ending.Unreachable, []);
    }

    /// <summary>The type in which a value crosses the model's border: bounded sizes at their bounds. Inside, nothing changes.</summary>
    private TensorType Stored(TensorType type) =>
        _isModel ? type.Substitute(s => _model.Bounds.Contains(s) ? Size.Constant(s.Largest) : null) : type;

    /// <summary>x[512, 8] ==> x[..T, ..]: the part of an input that the sample uses.</summary>
    private Bound.Value TakePart(Bound.Value stored, TensorType type, Location location)
    {
        for (int axis = 0; axis < type.Rank; axis++)
        {
            if (stored.Type.Shape[axis] != type.Shape[axis])
                stored = _builder.Add(new Slice(axis, 0, type.Shape[axis]), OriginOf(location), stored);
        }
        return stored;
    }

    /// <summary>y[T, 8] ==> concat([y, zeros(512 - T, 8)]): a result as it is stored.</summary>
    private ValueId FillUp(Bound.Value value, Location location)
    {
        TensorType stored = Stored(value.Type);
        for (int axis = 0; axis < stored.Rank; axis++)
        {
            Size rest = stored.Shape[axis] - value.Type.Shape[axis];
            if (rest == Size.Zero)
                continue;
            TensorType missing = value.Type.With([.. value.Type.Shape.Select((d, a) => a == axis ? rest : d)]);
            Bound.Value zeros = _builder.Add(new Zeros(missing), OriginOf(location));
            value = _builder.Add(new Concat(axis), OriginOf(location), value, zeros);
        }
        return value.Id;
    }
}
