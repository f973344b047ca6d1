using DynCompile.Fuzzing.Programs.Rules;
using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Writes expressions of a given type from the rules.</summary>
internal static class ExpressionGenerator
{
    private const int FavouredFactor = 12;
    private const int ParamSlots = 3;

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. ElementwiseRules.All,
        .. ComparisonRules.All,
        .. ProductRules.All,
        .. WindowRules.All,
        .. NormalizationRules.All,
        .. ReductionRules.All,
        .. IndexingRules.All,
        .. ShapeRules.All,
        .. CreationRules.All,
        .. CallRules.All,
    ];

    public static Gen<Expression> Write(Goal goal)
    {
        if (goal.Fuel <= 0)
            return Leaf(goal);
        int leafWeight = goal.Fuel > 2 ? 6 : 20;
        return Draw.Weighted(
            Rules
                .Where(r => r.Makes(goal.Type, goal.Scope))
                .Select(r => (WeightOf(r, goal.Scope), (Func<Gen<Expression>>)(() => r.Write(goal))))
                .Append((leafWeight, () => Leaf(goal)))
        );
    }

    private static int WeightOf(Rule rule, Scope scope) => scope.Favoured.Contains(rule.Name) ? rule.Weight * FavouredFactor : rule.Weight;

    /// <summary>A variable, a weight or a literal; where no variable has the type, at times what another one is turned into.</summary>
    public static Gen<Expression> Leaf(Goal goal)
    {
        WrittenType type = goal.Type;
        Variable[] variables = [.. goal.Scope.Of(type)];
        Variable[] others = variables.Length > 0 ? [] : [.. goal.Scope.Variables.Where(v => Adapters.Fits(v, type))];
        return Draw.Weighted(
            (variables.Length == 0 ? 0 : 20, () => Draw.From(variables).Select(v => Tree.Name(v.Name))),
            (others.Length == 0 ? 0 : 12, () => Draw.From(others).SelectMany(v => Adapters.Adapt(v, type))),
            (
                goal.Scope.HasLayers && !type.IsBool ? 2 : 0,
                () => Gen.Choose(0, ParamSlots - 1).Select(s => (Expression)new ParamHole(type, s))
            ),
            (type.IsScalar ? 4 : 0, () => Literal(type)),
            (type.IsScalar ? 0 : 1, () => Filled(type))
        );
    }

    public static Gen<Expression> Literal(WrittenType type) =>
        type.Element switch
        {
            "f32" => Gen.Choose(-30, 30).Select(n => Tree.Real(n / 10.0)),
            "i32" => Gen.Choose(-3, 9).Select(n => Tree.Number(n)),
            "bool" => Draw.From(true, false).Select(Tree.Flag),
            var element => Gen.Choose(0, 9).Select(n => Tree.Cast(element, Tree.Number(n))),
        };

    private static Gen<Expression> Filled(WrittenType type) =>
        type.IsNumber
            ? Draw.Weighted(
                (2, () => Draw.From("zeros", "ones").Select(name => (Expression)Tree.Call(name, Tree.TypeValue(type)))),
                (1, () => Literal(type.With([])).Select(value => (Expression)Tree.Call("full", Tree.TypeValue(type), value)))
            )
            : Draw.From("zeros", "ones").Select(name => (Expression)Tree.Call(name, Tree.TypeValue(type)));
}
