using System.Globalization;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary>The first place where two targets part, in words.</summary>
internal static class Divergence
{
    /// <summary>Null when both computed the same, within the tolerances, in the same order.</summary>
    public static string? First(StepLog actual, StepLog expected, string target, string oracle, double atol, double rtol)
    {
        int common = Math.Min(actual.Values.Count, expected.Values.Count);
        for (int i = 0; i < common; i++)
        {
            (ComputedValue a, ComputedValue e) = (actual.Values[i], expected.Values[i]);
            if (a.Result.Id != e.Result.Id || a.Node.Origin != e.Node.Origin)
                return $"{Behind(actual, i)} {target} goes on with {Name(a)}, {oracle} with {Name(e)}";
            if (DifferenceOf(a, e, target, oracle, atol, rtol) is { } difference)
                return $"{Name(a)}: {difference}";
        }
        bool endsAlike = actual.Fault is { } fault ? expected.Fault?.Matches(fault) == true : expected.Fault is null;
        if (!endsAlike)
            return $"{Behind(actual, common)} {target} {EndOf(actual)}, {oracle} {EndOf(expected)}";
        // A region that runs as a whole computes more before its fault is seen.
        if (actual.Fault is not null || actual.Values.Count == expected.Values.Count)
            return null;
        (StepLog longer, string who, string other) = actual.Values.Count > common ? (actual, target, oracle) : (expected, oracle, target);
        return $"{Behind(actual, common)} {who} goes on with {Name(longer.Values[common])}, {other} has ended";
    }

    private static string? DifferenceOf(ComputedValue a, ComputedValue e, string target, string oracle, double atol, double rtol)
    {
        bool isFloat = e.Value.Type.IsFloat();
        double[] actual = isFloat
            ? Array.ConvertAll(a.Value.ToFloats(), x => (double)x)
            : Array.ConvertAll(a.Value.ToLongs(), x => (double)x);
        double[] wanted = isFloat
            ? Array.ConvertAll(e.Value.ToFloats(), x => (double)x)
            : Array.ConvertAll(e.Value.ToLongs(), x => (double)x);
        if (actual.Length != wanted.Length)
            return $"{target} has {actual.Length} elements, {oracle} {wanted.Length}";
        for (int i = 0; i < wanted.Length; i++)
        {
            bool isSame = isFloat ? Comparison.Near(actual[i], wanted[i], atol, rtol) : actual[i].Equals(wanted[i]);
            if (!isSame)
                return string.Create(CultureInfo.InvariantCulture, $"element {i} is {actual[i]:R} on {target}, {wanted[i]:R} in {oracle}");
        }
        return null;
    }

    private static string EndOf(StepLog log) => log.Fault is null ? "ends well" : $"faults ({log.Fault})";

    private static string Behind(StepLog log, int count) => count == 0 ? "at the beginning," : $"behind {Name(log.Values[count - 1])}";

    private static string Name(ComputedValue value)
    {
        string what = value.Result.Name is { } name ? $"`{name}`, {value.Node.Operator.Name}" : $"`{value.Node.Operator.Name}`";
        return value.Node.Origin == Origin.None ? what : $"{what} at {value.Node.Origin}";
    }
}
