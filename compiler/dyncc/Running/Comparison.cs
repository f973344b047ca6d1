using System.Globalization;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary>Results beside expected ones: integers must be equal, floats within atol + rtol * |expected|.</summary>
internal static class Comparison
{
    /// <summary>What differs, one line each; empty when all agrees.</summary>
    public static IReadOnlyList<string> Differences(RunResult result, NamedTensors expected, double atol, double rtol)
    {
        var differences = new List<string>();
        foreach (string name in expected.Keys)
        {
            if (result[name] is not { } actual)
            {
                differences.Add($"`{name}` is expected, but the model has no such result");
                continue;
            }
            Tensor wanted = expected[name];
            if (!actual.Shape.AsSpan().SequenceEqual(wanted.Shape.AsSpan()))
                differences.Add($"`{name}` is {actual}, expected {wanted}");
            else if (FirstDifference(actual, wanted, atol, rtol) is { } difference)
                differences.Add($"`{name}` {difference}");
        }
        return differences;
    }

    private static string? FirstDifference(Tensor actual, Tensor expected, double atol, double rtol)
    {
        int wrong = 0;
        string? first = null;
        bool isFloat = actual.Type.IsFloat() && expected.Type.IsFloat();
        double[] a = isFloat ? [.. actual.ToFloats().Select(f => (double)f)] : [.. actual.ToLongs().Select(l => (double)l)];
        double[] e = isFloat ? [.. expected.ToFloats().Select(f => (double)f)] : [.. expected.ToLongs().Select(l => (double)l)];
        int row = expected.Rank == 0 || expected.Shape[0] == 0 ? 1 : Math.Max(1, a.Length / expected.Shape[0]);
        for (int i = 0; i < a.Length; i++)
        {
            bool same = isFloat ? Near(a[i], e[i], atol, rtol) : a[i] == e[i];
            if (same)
                continue;
            wrong++;
            first ??= string.Create(
                CultureInfo.InvariantCulture,
                $"differs at sample {i / row}, element {i % row}: {a[i]:R}, expected {e[i]:R}"
            );
        }
        return first is null ? null : $"{first} ({wrong} of {a.Length} elements differ)";
    }

    internal static bool Near(double a, double e, double atol, double rtol) =>
        a.Equals(e) || (double.IsFinite(a) && double.IsFinite(e) && Math.Abs(a - e) <= atol + rtol * Math.Abs(e));
}
