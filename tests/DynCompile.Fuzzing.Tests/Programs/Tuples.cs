using DynCompile.Fuzzing.Programs.Rules;
using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Writes statements that take several values at once: into new names, into variables, or dropped.</summary>
internal static class Tuples
{
    private const int Fuel = 2;

    public static Gen<Written> Write(Scope scope) =>
        from call in Several(new Goal(WrittenType.F32, scope, Fuel))
        from written in Bind(scope, call)
        select written;

    private static Gen<CallRules.Written> Several(Goal goal)
    {
        Callable[] callables = [.. goal.Scope.Callables.Where(c => c.Results.Length > 1 && CallRules.CanCall(c, goal.Scope))];
        return Draw.Weighted(
            (2, () => TopK(goal)),
            (2, () => Sort(goal)),
            (2, () => Chunk(goal)),
            (2, () => Split(goal)),
            (goal.Scope.HasLayers ? 2 : 0, () => Lstm(goal)),
            (
                callables.Length == 0 ? 0 : 10,
                () => Draw.From(callables).SelectMany(c => CallRules.Call(goal, c, new Dictionary<string, WrittenSize>()))
            )
        );
    }

    // let (a, _) = …, var (a, b) = …, (a, b) = …
    private static Gen<Written> Bind(Scope scope, CallRules.Written call)
    {
        bool canAssign = call.Results.All(t => scope.Of(t).Any(v => v.IsVariable));
        return from form in canAssign ? Gen.Choose(0, 4) : Gen.Choose(0, 2)
            from dropped in Draw.All(call.Results.Select(_ => Draw.Percent(10)))
            from written in form >= 3 ? Assign(scope, call, dropped) : Declare(scope, call, dropped, isVariable: form == 2)
            select written;
    }

    private static Gen<Written> Declare(Scope scope, CallRules.Written call, bool[] dropped, bool isVariable)
    {
        var names = new List<Identifier>();
        for (int i = 0; i < call.Results.Length; i++)
        {
            if (dropped[i])
            {
                names.Add(Tree.Id("_"));
                continue;
            }
            (string name, scope) = scope.NewName("v");
            scope = scope.With(new Variable(name, call.Results[i], isVariable));
            names.Add(Tree.Id(name));
        }
        return Written.Of(
            scope,
            isVariable ? new VarStatement(default, [.. names], call.Expression) : new LetStatement(default, [.. names], call.Expression)
        );
    }

    private static Gen<Written> Assign(Scope scope, CallRules.Written call, bool[] dropped) =>
        from names in Draw.All(call.Results.Select(t => Draw.From(scope.Of(t).Where(v => v.IsVariable).Select(v => v.Name))))
        let targets = names.Select((name, i) => Tree.Target(dropped[i] ? "_" : name))
        from written in Written.Of(scope, new AssignStatement(default, [.. targets], null, call.Expression))
        select written;

    private static Gen<WrittenType> Rows(Goal goal) =>
        from element in Draw.From("f32", "f32", "i32")
        from rank in Gen.Choose(1, 2)
        from shape in goal.AnyExtent().ArrayOf(rank)
        select new WrittenType(element, [.. shape]);

    private static Gen<CallRules.Written> TopK(Goal goal) =>
        from type in Rows(goal)
        from axis in Gen.Choose(0, type.Rank - 1)
        from written in Goal.WrittenAxis(axis, type.Rank)
        from k in type.Shape[axis] is { IsConstant: true, Value: var most } ? Gen.Choose(1, most) : Gen.Constant(1)
        from x in goal.Of(type)
        let call = Tree.Call("topk", x, Tree.Number(k))
        let values = type.WithAxis(axis, k)
        select new CallRules.Written(axis == type.Rank - 1 ? call : call.With("axis", written), [values, values.With("i32")]);

    private static Gen<CallRules.Written> Sort(Goal goal) =>
        from type in Rows(goal)
        from axis in Gen.Choose(0, type.Rank - 1)
        from written in Goal.WrittenAxis(axis, type.Rank)
        from isDescending in Draw.From(true, false)
        from x in goal.Of(type)
        let call = Tree.Call("sort", x)
        let along = axis == type.Rank - 1 ? call : call.With("axis", written)
        select new CallRules.Written(isDescending ? along.With("descending", Tree.Flag(true)) : along, [type, type.With("i32")]);

    private static Gen<CallRules.Written> Chunk(Goal goal) =>
        from count in Gen.Choose(2, 3)
        from part in goal.Extent()
        from other in goal.AnyExtent()
        from axis in Gen.Choose(0, 1)
        from written in Goal.WrittenAxis(axis, 2)
        let type = WrittenType.F32Of(other, other).WithAxis(axis, count * part.Value)
        from x in goal.Of(type)
        let call = Tree.Call("chunk", x, Tree.Number(count))
        select new CallRules.Written(
            axis == 0 ? call : call.With("axis", written),
            [.. Enumerable.Repeat(type.WithAxis(axis, part), count)]
        );

    private static Gen<CallRules.Written> Split(Goal goal) =>
        from sizes in Gen.Choose(1, 3).ArrayOf(2)
        from other in goal.AnyExtent()
        from axis in Gen.Choose(0, 1)
        from written in Goal.WrittenAxis(axis, 2)
        let type = WrittenType.F32Of(other, other).WithAxis(axis, sizes.Sum())
        from x in goal.Of(type)
        let call = Tree.Call("split", x, Tree.List(sizes.Select(s => Tree.Number(s))))
        select new CallRules.Written(axis == 0 ? call : call.With("axis", written), [.. sizes.Select(s => type.WithAxis(axis, s))]);

    private static Gen<CallRules.Written> Lstm(Goal goal) =>
        from inputs in goal.AnyExtent()
        from hidden in goal.Extent()
        from leading in goal.AnyExtent().ArrayOf(1)
        from isBatch in Draw.Percent(20)
        let x = WrittenType.F32Of([.. isBatch ? leading : [], inputs])
        let state = WrittenType.F32Of([.. isBatch ? leading : [], hidden])
        from data in goal.All(x, state, state)
        from callee in Layers.Callee(goal, "lstm_cell", [new Argument(default, null, Tree.Size(hidden))], $"{x}; {state}")
        select new CallRules.Written(Tree.Call(callee, data), [state, state]);
}
