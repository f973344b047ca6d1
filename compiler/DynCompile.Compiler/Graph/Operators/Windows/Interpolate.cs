using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>How <see cref="Interpolate"/> finds a number between the input's elements.</summary>
public enum InterpolationMode
{
    Nearest,
    Bilinear,
}

/// <summary>
/// Resizes x [C, H, W] to <see cref="Size"/> or by <see cref="Scale"/>, as PyTorch does without align_corners: nearest takes row
/// floor(i · H / n); bilinear weighs the neighbours of (i + ½) · H / n - ½, edges repeated. By a scale, its inverse stands for H / n.
/// </summary>
public sealed record Interpolate(Pair? Size, double? Scale = null, InterpolationMode Mode = InterpolationMode.Nearest) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "interpolate",
        "Resizes rows and columns to a size or by a scale.",
        [
            "x",
            new Parameter.Attribute("size", AttributeKind.Pair, IsOptional: true),
            new Parameter.Attribute("scale", AttributeKind.Real, IsOptional: true),
            new Parameter.Attribute("mode", AttributeKind.Word, "nearest"),
        ],
        Create
    );

    // A mode that the language does not know is kept as a number beyond the known ones, for the type rule to refuse.
    private const InterpolationMode Unknown = (InterpolationMode)(-1);

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes
    {
        get
        {
            if (Size is { } size)
                yield return ("size", size);
            if (Scale is { } scale)
                yield return ("scale", scale);
            if (Mode != InterpolationMode.Nearest)
                yield return ("mode", Mode == InterpolationMode.Bilinear ? "bilinear" : "unknown");
        }
    }

    private static Interpolate Create(Attributes a)
    {
        InterpolationMode mode = a.Word("mode") switch
        {
            "nearest" => InterpolationMode.Nearest,
            "bilinear" => InterpolationMode.Bilinear,
            _ => Unknown,
        };
        return new Interpolate(a.Has("size") ? a.Pair("size") : null, a.Has("scale") ? a.Real("scale") : null, mode);
    }

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if ((TypeRules.AllF32(inputs) ?? TypeRules.Rank(inputs, 0, 3)) is { } problem)
            return problem;
        if (Mode == Unknown)
            return new TypeProblem.Other("mode is \"nearest\" or \"bilinear\"");
        if (Size is null == Scale is null)
            return new TypeProblem.Other("takes either size or scale");
        if (Size is { } pair && TypeRules.AtLeast("size", pair, 1) is { } small)
            return small;
        if (Scale is { } scale && !(scale > 0 && scale <= int.MaxValue))
            return new TypeProblem.Attribute("scale", scale, "above 0");
        TensorType x = inputs[0];
        if (!x.Shape[1].IsConstant || !x.Shape[2].IsConstant)
            return new TypeProblem.Other("resizes only rows and columns of constant number");
        for (int axis = 1; axis <= 2; axis++)
        {
            if (x.Shape[axis].Value < 1)
                return new TypeProblem.Extent(0, axis, 1, "interpolation, which needs at least one element");
            if (Places(x, axis) < 1)
                return new TypeProblem.Attribute("scale", Scale!.Value, $"at least 1 / {x.Shape[axis]}, so that something is left");
        }
        return x.With(x.Shape[0], Places(x, 1), Places(x, 2));
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        (int height, int width) = (x.Shape[1], x.Shape[2]);
        int next = 0;
        for (int c = 0; c < y.Shape[0]; c++)
        for (int row = 0; row < y.Shape[1]; row++)
        for (int column = 0; column < y.Shape[2]; column++)
        {
            double At(int i, int j) => x.Reals[(c * height + i) * width + j];
            (int top, int bottom, double down) = Neighbours(row, height, y.Shape[1]);
            (int left, int right, double across) = Neighbours(column, width, y.Shape[2]);
            double above = evaluation.Round(At(top, left) * (1 - across) + At(top, right) * across);
            double below = evaluation.Round(At(bottom, left) * (1 - across) + At(bottom, right) * across);
            y.Reals[next++] = Mode == InterpolationMode.Nearest ? At(top, left) : evaluation.Round(above * (1 - down) + below * down);
        }
        return [y];
    }

    /// <summary>The two input elements around a place of an axis, and the weight of the second; nearest has the first alone.</summary>
    public (int First, int Second, double Weight) Neighbours(int place, int extent, int places)
    {
        // PyTorch finds the coordinates in f32.
        float step = Scale is { } scale ? (float)(1 / scale) : (float)extent / places;
        if (Mode == InterpolationMode.Nearest)
        {
            int nearest = Math.Min((int)Math.Floor(place * step), extent - 1);
            return (nearest, nearest, 0);
        }
        float at = Math.Max(step * (place + 0.5f) - 0.5f, 0);
        int first = Math.Min((int)at, extent - 1);
        return (first, Math.Min(first + 1, extent - 1), at - first);
    }

    private long Places(TensorType x, int axis) =>
        Size is { } size ? (axis == 1 ? size.Rows : size.Columns) : (long)Math.Floor(x.Shape[axis].Value * Scale!.Value);
}
