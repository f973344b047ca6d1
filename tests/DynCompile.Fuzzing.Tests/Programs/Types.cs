using DynCompile.Fuzzing.Programs.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Draws types of a body's sizes.</summary>
internal static class Types
{
    private static readonly string[] Elements = ["f32", "i32", "bool", "i64", "f16", "bf16", "i8", "u8"];

    public static Gen<WrittenType> Any(Scope scope) =>
        from element in Draw.Weighted(
            (12, () => Gen.Constant("f32")),
            (6, () => Gen.Constant("i32")),
            (2, () => Gen.Constant("bool")),
            (1, () => Draw.From("i64", "f16", "bf16", "i8", "u8"))
        )
        from rank in element is "f32" ? Draw.From(0, 1, 1, 2, 2, 3) : Draw.From(0, 0, 1, 1, 2)
        from shape in Draw.From(scope.Sizes.AsEnumerable()).ArrayOf(rank)
        select new WrittenType(element, [.. shape]);

    /// <summary>Some types that a rule makes in a scope.</summary>
    public static IEnumerable<WrittenType> MadeBy(Rule rule, Scope scope)
    {
        WrittenSize[] sizes = [.. scope.Sizes.Distinct()];
        return Elements
            .SelectMany(element => Shapes(sizes).Select(shape => new WrittenType(element, [.. shape])))
            .Where(t => rule.Makes(t, scope));
    }

    private static IEnumerable<WrittenSize[]> Shapes(WrittenSize[] sizes)
    {
        yield return [];
        for (int i = 0; i < sizes.Length; i++)
        {
            WrittenSize next = sizes[(i + 1) % sizes.Length];
            yield return [sizes[i]];
            yield return [sizes[i], next];
            yield return [next, sizes[i], sizes[(i + 2) % sizes.Length]];
        }
    }
}
