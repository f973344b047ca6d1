using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Planning;
using DynCompile.Tensors;
using DynCompile.Text;
using Index = DynCompile.Graph.Operators.Index;

namespace DynCompile.Backends.CSharp;

/// <summary>
/// Which kernel of the runtime each operator calls. Arguments are in the order: live lanes, inputs, results, extents.
/// </summary>
internal static partial class KernelText
{
    /// <summary>One call while it is written.</summary>
    private readonly struct Call(Node node, FunctionText text, string live, MapWriter maps, CodeWriter writer)
    {
        public Node Node => node;

        public string In(int index) => text.Rows(node.Inputs[index]);

        /// <summary>A weight in the packed form of the operator; as rows where the network computes it.</summary>
        public string Weight(int index) =>
            FormOf(node, index, text) is { } form ? text.Packed(text.RootOf(node.Inputs[index]), form) : In(index);

        public string Out(int index = 0) => text.Rows(node.Results[index].Id);

        public TensorType InType(int index) => text.TypeOf(node.Inputs[index]);

        public TensorType OutType => node.Results[0].Type;

        public FunctionText Text => text;

        /// <summary>Where a fault is reported.</summary>
        public string Place => PlaceText.Of(node.Origin);

        public void Line(string kernel, params string[] arguments) => LineOf($"{kernel}.Run", arguments);

        public void LineOf(string method, params string[] arguments) =>
            writer.Line($"{method}({string.Join(", ", (IEnumerable<string>)[live, .. arguments])});");

        /// <summary>An emitted loop over elements: inputs broadcast to the first one, which is the result, too.</summary>
        public void Map(Scalar body, params (TensorType Type, string Rows)[] inputs)
        {
            (string method, IReadOnlyList<Size> extents) = maps.Add(
                body,
                [.. inputs.Select(i => new MapInput(i.Type, IsHost: false))],
                inputs[0].Type
            );
            LineOf(method, [.. inputs.Select(i => i.Rows), inputs[0].Rows, .. extents.Select(SizeText.Of)]);
        }

        /// <summary>A loop of the host program around what is written next.</summary>
        public IDisposable Loop(string variable, Size extent) =>
            writer.Block($"for (int {variable} = 0; {variable} < {SizeText.Of(extent)}; {variable}++)");

        /// <summary>A copy between strides, from and to an offset in each row.</summary>
        public void Copy(
            string from,
            string to,
            IEnumerable<Size> extents,
            IEnumerable<Size> fromStrides,
            Size fromOffset,
            IEnumerable<Size> toStrides,
            Size toOffset
        ) =>
            Line(
                "StridedCopy",
                from,
                to,
                List(extents),
                List(fromStrides),
                SizeText.Of(fromOffset),
                List(toStrides),
                SizeText.Of(toOffset)
            );
    }

    private static readonly Dictionary<Type, Action<Call>> Kernels = new()
    {
        [typeof(Linear)] = WriteLinear,
        [typeof(Matmul)] = WriteMatmul,
        [typeof(Conv2d)] = WriteConv2d,
        [typeof(LinearI8)] = WriteLinearI8,
        [typeof(Conv2dI8)] = WriteConv2dI8,
        [typeof(MaxPool2d)] = c => WritePool(c, "MaxPool2d"),
        [typeof(AvgPool2d)] = c => WritePool(c, "AvgPool2d"),
        [typeof(AdaptiveAvgPool2d)] = WriteAdaptivePool,
        [typeof(Interpolate)] = WriteInterpolate,
        [typeof(Softmax)] = c => WriteAlongAxis(c, "Softmax", ((Softmax)c.Node.Operator).Axis),
        [typeof(CumSum)] = c => WriteAlongAxis(c, "CumSum", ((CumSum)c.Node.Operator).Axis),
        [typeof(Sum)] = WriteReduction,
        [typeof(Mean)] = WriteReduction,
        [typeof(Max)] = WriteReduction,
        [typeof(Min)] = WriteReduction,
        [typeof(Prod)] = WriteReduction,
        [typeof(Any)] = WriteReduction,
        [typeof(All)] = WriteReduction,
        [typeof(ArgMax)] = WriteIndexReduction,
        [typeof(ArgMin)] = WriteIndexReduction,
        [typeof(TopK)] = WriteTopK,
        [typeof(Sort)] = WriteSort,
        [typeof(Concat)] = WriteConcat,
        [typeof(Permute)] = WritePermute,
        [typeof(Slice)] = WriteSlice,
        [typeof(SliceAt)] = WriteSliceAt,
        [typeof(Pad)] = WritePad,
        [typeof(Tile)] = WriteTile,
        [typeof(Index)] = WriteIndex,
        [typeof(Update)] = WriteUpdate,
        [typeof(Embedding)] = c =>
            c.Line(
                "IndexSelect",
                c.In(1),
                c.In(0),
                c.Out(),
                "1",
                Extent(c.InType(1), 0),
                Extent(c.InType(1), 1),
                Count(c.InType(0)),
                c.Place
            ),
        [typeof(IndexSelect)] = WriteIndexSelect,
        [typeof(Gather)] = WriteGather,
        [typeof(Scatter)] = WriteScatter,
        [typeof(OneHot)] = c =>
            c.Line("OneHot", c.In(0), c.Out(), Count(c.InType(0)), SizeText.Of(((OneHot)c.Node.Operator).Count), c.Place),
        [typeof(Arange)] = c => c.Line("Arange", c.Out(), Count(c.OutType)),
        [typeof(Full)] = WriteFull,
    };

    /// <summary>Whether the backend has a kernel for an operator.</summary>
    public static bool Has(Operator op) =>
        op is Elementwise or ControlOperator or Constant or SizeValue or Reshape || Kernels.ContainsKey(op.GetType());

    public static void Write(Node node, FunctionText text, string live, MapWriter maps, CodeWriter writer)
    {
        if (!Kernels.TryGetValue(node.Operator.GetType(), out Action<Call>? write))
            throw new InvalidOperationException($"the cpu target has no kernel for {node.Operator.Name} at {node.Origin}");
        write(new Call(node, text, live, maps, writer));
    }

    /// <summary>The packed form in which a kernel wants a weight; null when it takes plain rows.</summary>
    public static WeightForm? FormOf(Node node, int input, FunctionText text) =>
        text.WeightNode(text.RootOf(node.Inputs[input])) is { } weight
        && WeightForm.IsPackedAs(weight.Result.Type, text.TypeOf(node.Inputs[input]))
            ? WeightForm.PackedFor(node.Operator, input)
            : null;

    /// <summary>A prefix of a weight, without gaps.</summary>
    public static void CopyPrefix(Node node, FunctionText text, string live, CodeWriter writer)
    {
        TensorType type = node.Result.Type;
        int[] stored = type.LargestExtents;
        writer.Line(
            $"StridedCopy.Run({live}, {text.StoredRows(node.Result.Id)}, {text.Rows(node.Result.Id)}, {Extents(type)}, {Numbers(Graph.Reference.ReferenceTensor.Strides(stored))}, 0, {Strides(type)}, 0);"
        );
    }

    // ---- texts of extents

    private static string Extent(TensorType type, int axis) => SizeText.Of(type.Shape[axis < 0 ? axis + type.Rank : axis]);

    private static string Count(TensorType type) => SizeText.Of(type.Count);

    private static string Product(IEnumerable<Size> sizes) => SizeText.Of(sizes.Aggregate(Size.One, (a, b) => a * b));

    private static string List(IEnumerable<Size> sizes) => $"[{string.Join(", ", sizes.Select(SizeText.Of))}]";

    private static string Numbers(IEnumerable<int> numbers) => $"[{string.Join(", ", numbers)}]";

    private static string Extents(TensorType type) => List(type.Shape);

    private static Size[] StrideSizes(TensorType type)
    {
        var strides = new Size[type.Rank];
        Size stride = Size.One;
        for (int axis = type.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= type.Shape[axis];
        }
        return strides;
    }

    private static string Strides(TensorType type) => List(StrideSizes(type));

    private static int Normal(int axis, TensorType type) => axis < 0 ? axis + type.Rank : axis;

    /// <summary>A tensor as [outer, axis, inner].</summary>
    private static (string Outer, string Axis, string Inner) Around(TensorType type, int axis)
    {
        axis = Normal(axis, type);
        return (Product(type.Shape.Take(axis)), Extent(type, axis), Product(type.Shape.Skip(axis + 1)));
    }

    private static string Window(Window w) =>
        $"new Window2d({w.Kernel.Rows}, {w.Kernel.Columns}, {w.Stride.Rows}, {w.Stride.Columns}, {w.Padding.Rows}, {w.Padding.Columns}, {w.Dilation.Rows}, {w.Dilation.Columns})";

    // ---- kernels

    private static void WriteLinear(Call c)
    {
        TensorType x = c.InType(0);
        TensorType weight = c.InType(1);
        string bias = c.Node.Inputs.Length == 3 ? c.In(2) : "default";
        string rows = Product(x.Shape.Take(x.Rank - 1));
        bool relu = ((Linear)c.Node.Operator).Relu;
        if (FormOf(c.Node, 1, c.Text) is { } form)
            c.Line(
                form is WeightForm.Matrix ? "Linear" : "SparseLinear",
                [c.In(0), c.Weight(1), bias, c.Out(), rows, Extent(weight, 1), Extent(weight, 0), .. ReluText(relu)]
            );
        else
            WriteComputedLinear(c, rows);
    }

    private static IEnumerable<string> ReluText(bool relu) => relu ? ["relu: true"] : [];

    // A weight that the network computes is not packed: x · wᵀ, then the bias and the rest.
    private static void WriteComputedLinear(Call c, string rows)
    {
        TensorType weight = c.InType(1);
        c.Line("MatMul", c.In(0), c.In(1), c.Out(), "1", "0", "0", rows, Extent(weight, 1), Extent(weight, 0), "transposedB: true");
        bool hasBias = c.Node.Inputs.Length == 3;
        Scalar result = new Scalar.Argument(0, ElementType.F32);
        if (hasBias)
            result += new Scalar.Argument(1, ElementType.F32);
        if (((Linear)c.Node.Operator).Relu)
            result = Scalar.Max(result, result.Constant(0));
        if (hasBias)
            c.Map(result, (c.OutType, c.Out()), (c.InType(2), c.In(2)));
        else if (result is not Scalar.Argument)
            c.Map(result, (c.OutType, c.Out()));
    }

    private static void WriteMatmul(Call c)
    {
        TensorType a = c.InType(0);
        TensorType b = c.InType(1);
        Size m = a.Rank == 1 ? Size.One : a.Shape[^2];
        Size k = a.Shape[^1];
        Size n = b.Rank == 1 ? Size.One : b.Shape[^1];
        EquatableArray<Size> batch = BatchOf(c.OutType, a, b);
        Size[] moveA = [.. BatchStrides(a, batch)];
        Size[] moveB = [.. BatchStrides(b, batch)];
        Size[] moveY = [.. StrideSizes(TensorType.F32([.. batch, m, n])).Take(batch.Length)];
        // The kernel runs along the last batch axis; the host program walks the others.
        int outer = Math.Max(batch.Length - 1, 0);
        var loops = new Stack<IDisposable>();
        for (int axis = 0; axis < outer; axis++)
            loops.Push(c.Loop($"b{axis}", batch[axis]));
        string[] extents =
            outer < batch.Length ? [SizeText.Of(batch[outer]), SizeText.Of(moveA[outer]), SizeText.Of(moveB[outer])] : ["1", "0", "0"];
        c.Line(
            "MatMul",
            [At(c.In(0), moveA), At(c.In(1), moveB), At(c.Out(), moveY), .. extents, SizeText.Of(m), SizeText.Of(k), SizeText.Of(n)]
        );
        while (loops.Count > 0)
            loops.Pop().Dispose();

        string At(string rows, Size[] strides)
        {
            var moves = Enumerable
                .Range(0, outer)
                .Where(axis => strides[axis] != Size.Zero)
                .Select(axis => $"b{axis} * {SizeText.Of(strides[axis])}")
                .ToList();
            return moves.Count == 0 ? rows : $"{rows}.From({string.Join(" + ", moves)})";
        }
    }

    private static EquatableArray<Size> BatchOf(TensorType y, TensorType a, TensorType b)
    {
        int matrixAxes = (a.Rank == 1 ? 0 : 1) + (b.Rank == 1 ? 0 : 1);
        return [.. y.Shape.Take(y.Rank - matrixAxes)];
    }

    /// <summary>How far an operand moves along each batch axis; 0 where it is broadcast.</summary>
    private static IEnumerable<Size> BatchStrides(TensorType operand, EquatableArray<Size> batch)
    {
        int own = Math.Max(operand.Rank - 2, 0);
        Size[] strides = StrideSizes(operand);
        for (int axis = 0; axis < batch.Length; axis++)
        {
            int at = axis - (batch.Length - own);
            yield return at < 0 || operand.Shape[at] == Size.One ? Size.Zero : strides[at];
        }
    }

    private static void WriteConv2d(Call c)
    {
        var conv = (Conv2d)c.Node.Operator;
        TensorType x = c.InType(0);
        TensorType weight = c.InType(1);
        string bias = c.Node.Inputs.Length == 3 ? c.In(2) : "default";
        string window = Window(conv.WindowOf(weight));
        string[] extents = [Extent(x, 0), Extent(weight, 0), Extent(x, 1), Extent(x, 2), window, $"{conv.Groups}", .. ReluText(conv.Relu)];
        c.Line("Conv2d", [c.In(0), c.Weight(1), bias, c.Out(), .. extents]);
    }

    private static void WriteLinearI8(Call c)
    {
        TensorType x = c.InType(0);
        string rows = Product(x.Shape.Take(x.Rank - 1));
        c.Line("LinearI8", c.In(0), c.Weight(1), c.Out(), rows, Extent(c.InType(1), 1), Extent(c.InType(1), 0));
    }

    private static void WriteConv2dI8(Call c)
    {
        Conv2d conv = ((Conv2dI8)c.Node.Operator).InReals;
        (TensorType x, TensorType weight) = (c.InType(0), c.InType(1));
        string[] extents = [Extent(x, 0), Extent(weight, 0), Extent(x, 1), Extent(x, 2), Window(conv.WindowOf(weight)), $"{conv.Groups}"];
        c.Line("Conv2dI8", [c.In(0), c.Weight(1), c.Out(), .. extents]);
    }

    private static void WritePool(Call c, string kernel)
    {
        TensorType x = c.InType(0);
        c.Line(kernel, c.In(0), c.Out(), Extent(x, 0), Extent(x, 1), Extent(x, 2), Window(((Pooling2d)c.Node.Operator).Window));
    }

    private static void WriteAdaptivePool(Call c)
    {
        TensorType x = c.InType(0);
        Pair size = ((AdaptiveAvgPool2d)c.Node.Operator).Size;
        c.Line("AdaptiveAvgPool2d", c.In(0), c.Out(), Extent(x, 0), Extent(x, 1), Extent(x, 2), $"{size.Rows}", $"{size.Columns}");
    }

    private static void WriteInterpolate(Call c)
    {
        var interpolate = (Interpolate)c.Node.Operator;
        TensorType x = c.InType(0);
        string mode = interpolate.Mode == InterpolationMode.Nearest ? "Nearest" : "Bilinear";
        List<string> arguments = [c.In(0), c.Out(), Extent(x, 0), Extent(x, 1), Extent(x, 2), Extent(c.OutType, 1), Extent(c.OutType, 2)];
        // A given scale counts, not the ratio of the rounded sizes.
        if (interpolate.Scale is { } scale)
            arguments.AddRange([ScalarText.Float((float)(1 / scale)), ScalarText.Float((float)(1 / scale))]);
        c.LineOf($"Interpolate2d.{mode}", [.. arguments]);
    }

    private static void WriteAlongAxis(Call c, string kernel, int axis)
    {
        (string outer, string along, string inner) = Around(c.InType(0), axis);
        c.Line(kernel, c.In(0), c.Out(), outer, along, inner);
    }

    private static void WriteReduction(Call c)
    {
        var reduction = (Reduction)c.Node.Operator;
        TensorType x = c.InType(0);
        ulong axes = reduction.NormalAxes(x.Rank).Aggregate(0ul, (mask, axis) => mask | 1ul << axis);
        string name = reduction is Prod ? "Product" : reduction.GetType().Name;
        c.LineOf($"Reduce.{name}", c.In(0), c.Out(), Extents(x), $"0b{Convert.ToString((long)axes, 2)}");
    }

    private static void WriteIndexReduction(Call c)
    {
        var reduction = (IndexReduction)c.Node.Operator;
        TensorType x = c.InType(0);
        (string outer, string along, string inner) = reduction.Axis is { } axis ? Around(x, axis) : ("1", Count(x), "1");
        c.Line(reduction is ArgMax ? "ArgMax" : "ArgMin", c.In(0), c.Out(), outer, along, inner);
    }

    private static void WriteTopK(Call c)
    {
        var top = (TopK)c.Node.Operator;
        (string outer, string along, string inner) = Around(c.InType(0), top.Axis);
        c.Line("TopK", c.In(0), c.Out(), c.Out(1), outer, along, inner, SizeText.Of(top.K));
    }

    private static void WriteSort(Call c)
    {
        var sort = (Sort)c.Node.Operator;
        (string outer, string along, string inner) = Around(c.InType(0), sort.Axis);
        c.Line("Sort", c.In(0), c.Out(), c.Out(1), outer, along, inner, sort.Descending ? "true" : "false");
    }
}
