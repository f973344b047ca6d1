using System.Runtime.CompilerServices;
using DynCompile.Diagnostics;
using DynCompile.Graph;

namespace DynCompile.Compiler.Tests.Diagnostics;

/// <summary>All records of diagnostics of the compiler.</summary>
internal static class DiagnosticTypes
{
    public static IReadOnlyList<Type> All { get; } =
    [.. typeof(Diagnostic).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Diagnostic)) && !type.IsAbstract)];

    /// <summary>An operator's refusal has an id for each kind of problem.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [.. All.Where(type => type != typeof(OperatorMismatch)).Select(IdOf).Concat(OperatorMismatchIds()).Distinct().Order()];

    private static IEnumerable<string> OperatorMismatchIds() =>
        typeof(TypeProblem)
            .GetNestedTypes()
            .Select(problem => (TypeProblem)RuntimeHelpers.GetUninitializedObject(problem))
            .Select(problem => new OperatorMismatch(default, "", problem, [], []).Id);

    // An id belongs to the type, so that no values are needed to ask for it.
    public static string IdOf(Type type) => ((Diagnostic)RuntimeHelpers.GetUninitializedObject(type)).Id;
}
