using DynCompile.Graph.Reference;

namespace DynCompile.Fuzzing.Properties;

/// <summary>
/// The tolerance of well-posed samples: 1e-5 + 10·|f32 − f64|, scaled; integers and bools are equal. Rounding upwards stands for f64
/// where it is further away.
/// </summary>
internal static class Closeness
{
    private const double Tolerance = 1e-5;

    /// <summary>The first result that is too far away, in words; null when there is none.</summary>
    public static string? FirstDifference(Verdict.WellPosed expected, ReferenceTensor[][] actual, IReadOnlyList<string> names)
    {
        for (int call = 0; call < expected.Results.Length; call++)
        {
            for (int result = 0; result < names.Count; result++)
            {
                ReferenceTensor single = expected.Results[call][result];
                ReferenceTensor[] others = [expected.Exact[call][result], expected.Upward[call][result]];
                if (FirstDifference(single, others, actual[call][result]) is { } difference)
                    return $"{(expected.Results.Length > 1 ? $"call {call}, " : "")}`{names[result]}`{difference}";
            }
        }
        return null;
    }

    private static string? FirstDifference(ReferenceTensor single, ReferenceTensor[] others, ReferenceTensor actual)
    {
        if (!single.Shape.AsSpan().SequenceEqual(actual.Shape))
            return $" is {actual.Type}, expected {single.Type}";
        for (int i = 0; i < single.Count; i++)
        {
            if (!single.IsFloat && single.Integers[i] != actual.Integers[i])
                return $"[{i}] is {actual.Integers[i]}, expected {single.Integers[i]}";
            if (single.IsFloat && !AreClose(single.Reals[i], others[0].Reals[i], others[1].Reals[i], actual.Reals[i]))
                return $"[{i}] is {actual.Reals[i]:R}, expected {single.Reals[i]:R} "
                    + $"(f64: {others[0].Reals[i]:R}, rounded upwards: {others[1].Reals[i]:R})";
        }
        return null;
    }

    private static bool AreClose(double single, double exact, double upward, double actual)
    {
        if (!double.IsFinite(single) || !double.IsFinite(actual))
            return single.Equals(actual);
        double error = Math.Max(Math.Abs(single - exact), Math.Abs(single - upward));
        return Math.Abs(actual - single) <= (Tolerance * Math.Max(1, Math.Abs(single))) + (10 * error);
    }
}
