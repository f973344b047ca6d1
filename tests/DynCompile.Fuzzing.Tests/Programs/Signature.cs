using System.Collections.Immutable;
using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>What a function takes and gives, and the scope that its body begins in.</summary>
internal sealed record Signature(EquatableArray<WrittenType> Inputs, EquatableArray<WrittenType> Results, Scope Scope)
{
    private const int TypeCount = 4;

    public EquatableArray<InputSyntax> InputSyntax =>
        [.. Inputs.Select((t, i) => new InputSyntax(default, Tree.Id(InputName(i)), Tree.Type(t)))];

    public EquatableArray<ResultSyntax> ResultSyntax => [.. Results.Select(t => new ResultSyntax(default, null, Tree.Type(t)))];

    public static string InputName(int index) => $"x{index}";

    /// <summary>The signature of a block or helper whose first input binds <c>N</c>, which the others and the results may then use.</summary>
    public static Gen<Signature> Draw(Scope scope) =>
        from typed in WithTypes(scope, TypeCount)
        from more in Programs.Draw.From(typed.Types.AsEnumerable()).ArrayOf(2)
        from count in Gen.Choose(0, 2)
        let inputs = more[..count].Prepend(WrittenType.F32Of(WrittenSize.Named("N"))).ToArray()
        from resultCount in Programs.Draw.From(1, 1, 2, 3)
        from results in Programs.Draw.From(typed.Types.Concat(inputs)).ArrayOf(resultCount)
        select new Signature(
            [.. inputs],
            [.. results],
            typed.With(inputs.Select((t, i) => new Variable(InputName(i), t))) with
            {
                Results = [.. results],
                Types = typed.Types.AddRange(inputs),
            }
        );

    public static Gen<ImmutableList<WrittenSize>> ConstantSizes() =>
        from sizes in Gen.Choose(1, 6).ArrayOf(3)
        from hasZero in Programs.Draw.Percent(4)
        select ImmutableList.CreateRange([.. sizes.Select(n => (WrittenSize)n), .. hasZero ? [0] : Array.Empty<WrittenSize>()]);

    /// <summary>Types for a body's variables.</summary>
    public static Gen<Scope> WithTypes(Scope scope, int count) =>
        from types in Types.Any(scope).ArrayOf(count)
        select scope with
        {
            Types = [WrittenType.F32, WrittenType.I32, .. types],
        };
}
