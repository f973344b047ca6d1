using System.Runtime.CompilerServices;
using DynCompile.Diagnostics;

namespace DynCompile.Compiler.Tests.Diagnostics;

/// <summary>All records of diagnostics of the compiler.</summary>
internal static class DiagnosticTypes
{
    public static IReadOnlyList<Type> All { get; } =
    [.. typeof(Diagnostic).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Diagnostic)) && !type.IsAbstract)];

    public static IReadOnlyList<string> Ids { get; } = [.. All.Select(IdOf).Order()];

    // An id belongs to the type, so that no values are needed to ask for it.
    public static string IdOf(Type type) => ((Diagnostic)RuntimeHelpers.GetUninitializedObject(type)).Id;
}
