using DynCompile.Tensors;

namespace DynCompile.Graph.Reference;

/// <summary>One number of the interpreter: floats as a double, everything else as a long.</summary>
public readonly record struct ScalarValue(double Real, long Integer)
{
    public static ScalarValue Of(double value) => new(value, 0);

    public static ScalarValue Of(long value) => new(0, value);

    public static ScalarValue Of(bool value) => new(0, value ? 1 : 0);

    public bool IsTrue => Integer != 0;
}

/// <summary>
/// A tensor of the interpreter, row-major: floats as doubles (rounded to f32 by the evaluation when it runs in f32), integers and
/// bools as longs.
/// </summary>
public sealed class ReferenceTensor
{
    private readonly double[]? _reals;
    private readonly long[]? _integers;

    private ReferenceTensor(ElementType element, int[] shape, double[]? reals, long[]? integers)
    {
        Element = element;
        Shape = shape;
        _reals = reals;
        _integers = integers;
        Count = CountOf(shape);
        int given = reals?.Length ?? integers!.Length;
        if (given != Count)
            throw new ArgumentException($"{given} numbers do not fill [{string.Join(", ", shape)}]");
    }

    public ElementType Element { get; }
    public int[] Shape { get; }
    public int Count { get; }
    public int Rank => Shape.Length;
    public bool IsFloat => _reals is not null;
    public TensorType Type => new(Element, [.. Shape.Select(d => (Size)d)]);

    public static ReferenceTensor OfReals(ElementType element, int[] shape, double[] values) => new(element, shape, values, null);

    public static ReferenceTensor OfIntegers(ElementType element, int[] shape, long[] values) => new(element, shape, null, values);

    public static ReferenceTensor Zeros(ElementType element, int[] shape) =>
        element.IsFloat() ? OfReals(element, shape, new double[CountOf(shape)]) : OfIntegers(element, shape, new long[CountOf(shape)]);

    /// <summary>A tensor whose elements are all the same number.</summary>
    public static ReferenceTensor Filled(ElementType element, int[] shape, double number) =>
        element.IsFloat()
            ? OfReals(element, shape, [.. Enumerable.Repeat((double)(float)number, CountOf(shape))])
            : OfIntegers(element, shape, [.. Enumerable.Repeat((long)number, CountOf(shape))]);

    public static ReferenceTensor From(Tensor tensor)
    {
        int[] shape = [.. tensor.Shape];
        return tensor.Type.IsFloat()
            ? OfReals(tensor.Type, shape, Array.ConvertAll(tensor.ToFloats(), f => (double)f))
            : OfIntegers(tensor.Type, shape, tensor.ToLongs());
    }

    /// <summary>The numbers of a float tensor.</summary>
    public double[] Reals => _reals ?? throw new InvalidOperationException($"{Type} holds integers");

    /// <summary>The numbers of an integer or bool tensor.</summary>
    public long[] Integers => _integers ?? throw new InvalidOperationException($"{Type} holds reals");

    public ScalarValue Scalar(int index) => _reals is not null ? ScalarValue.Of(_reals[index]) : ScalarValue.Of(_integers![index]);

    public void Set(int index, ScalarValue value)
    {
        if (_reals is not null)
            _reals[index] = value.Real;
        else
            _integers![index] = value.Integer;
    }

    public ReferenceTensor Reshape(int[] shape) => new(Element, shape, _reals, _integers);

    public ReferenceTensor Clone() => new(Element, Shape, (double[]?)_reals?.Clone(), (long[]?)_integers?.Clone());

    /// <summary>A new tensor of the given shape whose element i is this one's element <paramref name="source"/>(i).</summary>
    public ReferenceTensor Pick(int[] shape, Func<int, int> source)
    {
        ReferenceTensor result = Zeros(Element, shape);
        for (int i = 0; i < result.Count; i++)
            result.Set(i, Scalar(source(i)));
        return result;
    }

    /// <summary>This tensor repeated along its axes of size 1 and along missing leading axes.</summary>
    public ReferenceTensor BroadcastTo(int[] shape)
    {
        if (shape.SequenceEqual(Shape))
            return this;
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis + shape.Length - Rank] = Shape[axis] == 1 ? 0 : stride;
            stride *= Shape[axis];
        }
        return Pick(shape, i => Offset(i, shape, strides));
    }

    /// <summary>The offset under <paramref name="strides"/> of the i-th element, in row-major order, of a tensor of the given shape.</summary>
    public static int Offset(int index, int[] shape, int[] strides)
    {
        int offset = 0;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            offset += index % shape[axis] * strides[axis];
            index /= shape[axis];
        }
        return offset;
    }

    /// <summary>Row-major strides.</summary>
    public static int[] Strides(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return strides;
    }

    public static int CountOf(int[] shape) => shape.Aggregate(1, (n, d) => checked(n * d));

    /// <summary>The tensor in the runtime's form: f32 for floats in either precision.</summary>
    public Tensor ToTensor()
    {
        var shape = System.Collections.Immutable.ImmutableArray.Create(Shape);
        return Element switch
        {
            ElementType.F32 => Tensor.FromArray([.. Reals.Select(r => (float)r)], shape),
            ElementType.F16 or ElementType.BF16 => Tensor.FromFloats(Element, [.. Reals.Select(r => (float)r)], shape),
            ElementType.I32 => Tensor.FromArray([.. Integers.Select(i => (int)i)], shape),
            ElementType.I64 => Tensor.FromArray(Integers, shape),
            ElementType.U8 => Tensor.FromArray([.. Integers.Select(i => (byte)i)], shape),
            ElementType.I8 => Tensor.FromArray([.. Integers.Select(i => (sbyte)i)], shape),
            ElementType.Bool => Tensor.FromArray([.. Integers.Select(i => i != 0)], shape),
            _ => throw new NotSupportedException($"{Element.Name()} is not a result type"),
        };
    }
}
