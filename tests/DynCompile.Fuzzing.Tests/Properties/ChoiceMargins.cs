using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;

namespace DynCompile.Fuzzing.Properties;

/// <summary>
/// Whether a node chooses by more than rounding: what it compares, sorts or rounds must be further from the other choice than
/// ten times the difference of f32 and f64. What is equal in both was computed the same way and stays equal.
/// </summary>
internal static class ChoiceMargins
{
    private const double RelativeMargin = 1e-6;

    /// <summary>Why the node's choice hangs on rounding; null when it does not.</summary>
    public static string? WhyUnclear(Node node, ReferenceTensor[] single, ReferenceTensor[] exact)
    {
        if (single.Length == 0 || !single[0].IsFloat)
            return null;
        bool isClear = node.Operator switch
        {
            Less or LessOrEqual or Greater or GreaterOrEqual or Equal or NotEqual => ComparesClearly(single, exact),
            ArgMax or ArgMin or TopK or Sort => IsOrderClear(single[0], exact[0], AxisOf(node.Operator)),
            Round => All(single[0], exact[0], x => Math.Abs(x - Math.Floor(x) - 0.5)),
            Floor => All(single[0], exact[0], x => Math.Abs(x - Math.Round(x))),
            // Where a number is noise around 0, so is whether there is a result at all.
            Log or Sqrt or Pow => All(single[0], exact[0], Math.Abs),
            Divide => All(single[1], exact[1], Math.Abs),
            Cast { To: ElementType.Bool } => All(single[0], exact[0], Math.Abs),
            Cast { To: var to } when !to.IsFloat() => All(single[0], exact[0], x => Math.Abs(x - Math.Round(x))),
            _ => true,
        };
        return isClear ? null : $"{node.Operator.Name} at {node.Origin} is close";
    }

    private static int? AxisOf(Operator op) =>
        op switch
        {
            IndexReduction search => search.Axis,
            TopK topk => topk.Axis,
            Sort sort => sort.Axis,
            _ => null,
        };

    private static bool ComparesClearly(ReferenceTensor[] single, ReferenceTensor[] exact)
    {
        int[] shape = Joined(single[0].Shape, single[1].Shape);
        double[][] s = [.. single.Select(t => t.BroadcastTo(shape).Reals)];
        double[][] e = [.. exact.Select(t => t.BroadcastTo(shape).Reals)];
        return Enumerable.Range(0, s[0].Length).All(i => AreApart(s[0][i], s[1][i], e[0][i], e[1][i]));
    }

    private static int[] Joined(int[] a, int[] b) =>
        [
            .. Enumerable
                .Range(1, Math.Max(a.Length, b.Length))
                .Reverse()
                .Select(fromEnd =>
                    fromEnd > a.Length ? b[^fromEnd]
                    : fromEnd > b.Length || b[^fromEnd] == 1 ? a[^fromEnd]
                    : b[^fromEnd]
                ),
        ];

    // Neighbours in order are the closest.
    private static bool IsOrderClear(ReferenceTensor single, ReferenceTensor exact, int? axis)
    {
        int[][] lines = axis is { } along
            ? LinesAlong(exact.Shape, along < 0 ? along + exact.Rank : along)
            :
            [
                [.. Enumerable.Range(0, exact.Count)],
            ];
        foreach (int[] line in lines)
        {
            int[] ordered = [.. line.OrderBy(i => exact.Reals[i])];
            for (int i = 1; i < ordered.Length; i++)
            {
                (int a, int b) = (ordered[i - 1], ordered[i]);
                if (!AreApart(single.Reals[a], single.Reals[b], exact.Reals[a], exact.Reals[b]))
                    return false;
            }
        }
        return true;
    }

    private static int[][] LinesAlong(int[] shape, int axis)
    {
        int step = shape.Skip(axis + 1).Aggregate(1, (n, d) => n * d);
        int count = ReferenceTensor.CountOf(shape);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Where(i => i / step % shape[axis] == 0)
                .Select(first => Enumerable.Range(0, shape[axis]).Select(i => first + (i * step)).ToArray()),
        ];
    }

    private static bool AreApart(double a, double b, double exactA, double exactB)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b) || (a == b && exactA == exactB))
            return true;
        double error = Math.Max(Math.Abs(a - exactA), Math.Abs(b - exactB));
        return Math.Abs(exactA - exactB) > (10 * error) + (RelativeMargin * Scale(exactA, exactB));
    }

    /// <param name="distance">How far a number is from where the choice changes.</param>
    private static bool All(ReferenceTensor single, ReferenceTensor exact, Func<double, double> distance)
    {
        for (int i = 0; i < exact.Count; i++)
        {
            (double s, double e) = (single.Reals[i], exact.Reals[i]);
            bool isSame = s == e && distance(e) == 0;
            if (isSame || !double.IsFinite(s) || !double.IsFinite(e))
                continue;
            if (distance(e) <= (10 * Math.Abs(s - e)) + (RelativeMargin * Scale(e, s)))
                return false;
        }
        return true;
    }

    private static double Scale(double a, double b) => Math.Max(1, Math.Min(Math.Abs(a), Math.Abs(b)));
}
