using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// 2-D cross-correlation in integers: x i8 [in, H, W], weight i8 [out, in / groups, rows, columns] gives i32 [out, H', W'], where a
/// <see cref="Conv2d"/> of the same options gives f32; sums wrap.
/// </summary>
public sealed record Conv2dI8(Pair Stride, Pair Padding, Pair Dilation, int Groups = 1) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "conv2d_i8",
        "Convolution of 8-bit integers over rows and columns, channels first.",
        ["x", "weight", .. Conv2d.Places],
        a => new Conv2dI8(a.Pair("stride"), a.Pair("padding"), a.Pair("dilation"), a.Int("groups"))
    )
    {
        InLanguage = false,
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => InReals.Attributes;

    /// <summary>The same convolution of f32: its shapes and its places are the same.</summary>
    public Conv2d InReals => new(Stride, Padding, Dilation, Groups);

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (TypeRules.AllI8(inputs) is { } problem)
            return problem;
        Inference shape = InReals.Infer([.. inputs.Select(i => i.With(ElementType.F32))]);
        return shape.Problem is { } misfit ? misfit : shape.Types[0].With(ElementType.I32);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        (ReferenceTensor x, ReferenceTensor weight) = (evaluation.Inputs[0], evaluation.Inputs[1]);
        ReferenceTensor y = evaluation.NewOutput(0);
        Window window = InReals.WindowOf(weight.Type);
        (int height, int width) = (x.Shape[1], x.Shape[2]);
        (int outputs, int inputs, int rows, int columns) = (weight.Shape[0], weight.Shape[1], weight.Shape[2], weight.Shape[3]);
        for (int place = 0; place < y.Count; place++)
        {
            (int o, int row, int column) = (place / (y.Shape[1] * y.Shape[2]), place / y.Shape[2] % y.Shape[1], place % y.Shape[2]);
            int firstInput = o / (outputs / Groups) * inputs;
            int sum = 0;
            for (int tap = 0; tap < inputs * rows * columns; tap++)
            {
                (int c, int i, int j) = (tap / (rows * columns), tap / columns % rows, tap % columns);
                (int h, int w) = (window.Row(row, i), window.Column(column, j));
                if (h < 0 || h >= height || w < 0 || w >= width)
                    continue;
                long product = x.Integers[((firstInput + c) * height + h) * width + w] * weight.Integers[o * inputs * rows * columns + tap];
                sum = unchecked(sum + (int)product);
            }
            y.Integers[place] = sum;
        }
        return [y];
    }

    public override Size MultiplyAdds(EquatableArray<TensorType> inputs, EquatableArray<TensorType> outputs) =>
        InReals.MultiplyAdds(inputs, outputs);
}
