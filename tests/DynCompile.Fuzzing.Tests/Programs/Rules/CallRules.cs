using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>Calls of the program's own blocks and helpers.</summary>
internal static class CallRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "call",
            (t, s) => s.Callables.Any(c => c.Results.Length == 1 && CanCall(c, s) && Unify(c.Results[0], t) is not null),
            goal =>
                from callable in Draw.From(
                    goal.Scope.Callables.Where(c =>
                        c.Results.Length == 1 && CanCall(c, goal.Scope) && Unify(c.Results[0], goal.Type) is not null
                    )
                )
                from call in Call(goal, callable, Unify(callable.Results[0], goal.Type)!)
                select call.Expression,
            8
        ),
    ];

    /// <summary>A call and the types of its results.</summary>
    internal sealed record Written(Expression Expression, EquatableArray<WrittenType> Results);

    public static bool CanCall(Callable callable, Scope scope) =>
        (scope.HasLayers || !callable.IsBlock) && (scope.IsSteady || !callable.KeepsState);

    /// <summary>A call with sizes drawn for what is not given.</summary>
    public static Gen<Written> Call(Goal goal, Callable callable, IReadOnlyDictionary<string, WrittenSize> given)
    {
        string[] free =
        [
            .. callable
                .Inputs.Concat(callable.Results)
                .SelectMany(t => t.Names)
                .Concat(callable.Sizes)
                .Distinct()
                .Where(n => !given.ContainsKey(n)),
        ];
        return from drawn in goal.AnyExtent().ArrayOf(free.Length)
            let sizes = given.Concat(free.Zip(drawn, KeyValuePair.Create)).ToDictionary()
            let inputs = callable.Inputs.Select(t => Substitute(t, sizes)).ToArray()
            from arguments in goal.All(inputs)
            from constants in Draw.All(callable.Constants.Select(Constant))
            from call in callable.IsBlock
                ? Layers.Call(
                    goal,
                    callable.Name,
                    [.. callable.Sizes.Select(n => Tree.Named(n, Tree.Size(sizes[n]))), .. constants.OfType<Argument>()],
                    [.. arguments.Zip(inputs)]
                )
                : Gen.Constant<Expression>(Tree.Call(callable.Name, arguments))
            select new Written(call, [.. callable.Results.Select(t => Substitute(t, sizes))]);
    }

    // What has a default may be left out.
    private static Gen<Argument?> Constant(Variable constant) =>
        from isGiven in Draw.Percent(constant.Type.IsF32 ? 60 : 100)
        from value in constant.Type.IsF32 ? Gen.Choose(-9, 9).Select(n => Tree.Real(n / 4.0)) : Draw.From(true, false).Select(Tree.Flag)
        select isGiven ? Tree.Named(constant.Name, value) : null;

    private static WrittenType Substitute(WrittenType type, IReadOnlyDictionary<string, WrittenSize> sizes) =>
        type.With(type.Shape.Select(s => s.IsConstant ? s : sizes[s.Name!]));

    /// <summary>The sizes that make a declared type equal to a wanted one; null when none do.</summary>
    private static Dictionary<string, WrittenSize>? Unify(WrittenType declared, WrittenType wanted)
    {
        if (declared.Element != wanted.Element || declared.Rank != wanted.Rank)
            return null;
        var sizes = new Dictionary<string, WrittenSize>();
        foreach ((WrittenSize own, WrittenSize other) in declared.Shape.Zip(wanted.Shape))
        {
            if (own.IsConstant ? own != other : !other.IsAtLeastOne || (!sizes.TryAdd(own.Name!, other) && sizes[own.Name!] != other))
                return null;
        }
        return sizes;
    }
}
