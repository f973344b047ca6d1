using System.Collections.Immutable;
using DynCompile.Syntax;
using DynCompile.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Writes whole programs: a few helpers and blocks, then a model that calls them.</summary>
internal static class ProgramGenerator
{
    private const int Depth = 3;
    private const int FavouredRules = 5;
    private const int FaultyPercent = 12;
    private const int StatefulPercent = 20;
    private const int BoundedPercent = 20;
    private static readonly string[] ElasticNames = ["width", "depth"];

    public static Gen<CompilationUnit> Program { get; } =
        Gen.Sized(size =>
            from favoured in Gen.Shuffle(ExpressionGenerator.Rules.Select(r => r.Name).Distinct())
            from mayFault in Draw.Percent(FaultyPercent)
            let scope = new Scope { Favoured = [.. favoured[..FavouredRules]], MayFault = mayFault }
            from helpers in Gen.Choose(0, 2)
            from withHelpers in Several(new Owners([], [], scope), helpers, owners => Helper(owners, size))
            from blocks in Gen.Choose(0, 2)
            from withBlocks in Several(withHelpers, blocks, owners => Block(owners, size))
            from model in Model(withBlocks.Scope, size)
            select new CompilationUnit(default, [], [.. withBlocks.Functions], [.. withBlocks.Blocks], model)
        );

    /// <summary>What stands before the model, and what may be called after it.</summary>
    private sealed record Owners(ImmutableList<FunctionDeclaration> Functions, ImmutableList<BlockDeclaration> Blocks, Scope Scope);

    private static Gen<Owners> Several(Owners before, int count, Func<Owners, Gen<Owners>> next) =>
        count == 0 ? Gen.Constant(before) : from own in next(before) from rest in Several(own, count - 1, next) select rest;

    private static Gen<Owners> Helper(Owners before, int size) =>
        from sizes in Signature.ConstantSizes()
        from signature in Signature.Draw(before.Scope with { Sizes = sizes.Add(WrittenSize.Named("N")) })
        from isShort in Draw.Percent(40)
        from body in BodyGenerator.OfFunction(signature.Scope, 0, isShort ? 1 : 1 + (size / 12), isShort ? 0 : 2)
        let name = $"f{before.Functions.Count}"
        let callable = new Callable(name, false, [], [], false, signature.Inputs, signature.Results)
        let declaration = new FunctionDeclaration(
            default,
            Tree.Id(name),
            signature.InputSyntax,
            signature.ResultSyntax,
            Tree.Body(body),
            null
        )
        select before with
        {
            Functions = before.Functions.Add(declaration),
            Scope = before.Scope with { Callables = before.Scope.Callables.Add(callable) },
        };

    private static Gen<Owners> Block(Owners before, int size) =>
        from sizes in Signature.ConstantSizes()
        from sizeCount in Gen.Choose(0, 2)
        let sizeNames = new[] { "w", "d" }[..sizeCount]
        from constants in Constants()
        let start = before.Scope with
        {
            Sizes = sizes.AddRange(sizeNames.Append("N").Select(WrittenSize.Named)),
            HasLayers = true,
            Variables = [.. constants],
        }
        from signature in Signature.Draw(start)
        from isStateful in Draw.Percent(StatefulPercent)
        from states in Gen.Choose(1, 2)
        from body in BodyGenerator.OfFunction(signature.Scope, isStateful ? states : 0, 1 + (size / 10), Depth - 1)
        let name = $"B{before.Blocks.Count}"
        let keepsState = isStateful || before.Scope.Callables.Any(c => c.KeepsState)
        let callable = new Callable(name, true, [.. sizeNames], [.. constants], keepsState, signature.Inputs, signature.Results)
        let declaration = new BlockDeclaration(
            default,
            Tree.Id(name),
            [
                .. sizeNames.Select(n => new CompileTimeParameter(default, Tree.Id(n), CompileTimeType.Int, null)),
                .. constants.Select(Parameter),
            ],
            signature.InputSyntax,
            signature.ResultSyntax,
            Tree.Body(Declarations.Declare(body)),
            null
        )
        select before with
        {
            Blocks = before.Blocks.Add(declaration),
            Scope = before.Scope with { Callables = before.Scope.Callables.Add(callable) },
        };

    private static Gen<Variable[]> Constants() =>
        Draw.From<Variable[]>(
            [],
            [],
            [new Variable("gain", WrittenType.F32, IsConstant: true)],
            [new Variable("flag", WrittenType.Bool, IsConstant: true)]
        );

    private static CompileTimeParameter Parameter(Variable constant) =>
        constant.Type.IsF32
            ? new CompileTimeParameter(default, Tree.Id(constant.Name), CompileTimeType.Float, Tree.Real(0.5))
            : new CompileTimeParameter(default, Tree.Id(constant.Name), CompileTimeType.Bool, null);

    private static Gen<ModelDeclaration> Model(Scope before, int size) =>
        from sizes in Signature.ConstantSizes()
        from elasticCount in Draw.From(0, 0, 1, 1, 2)
        from elastics in Elastics(elasticCount)
        from isBounded in Draw.Percent(BoundedPercent)
        from bound in Gen.Choose(1, 5)
        let start = before with
        {
            Sizes = isBounded ? sizes.Add(WrittenSize.Named("T")) : sizes,
            HasLayers = true,
            IsModel = true,
        }
        from typed in Signature.WithTypes(start, 5)
        from drawn in Draw.From(typed.Types.AsEnumerable()).ArrayOf(3)
        let inputs = isBounded ? drawn.Prepend(WrittenType.F32Of(WrittenSize.Named("T"))).ToArray() : drawn
        from results in Draw.From(typed.Types.AsEnumerable()).ArrayOf(3)
        let scope = typed.With(inputs.Select((t, i) => new Variable(Signature.InputName(i), t))) with
        {
            Sizes = start.Sizes.AddRange(elastics.Select(e => WrittenSize.Named(e.Name))),
            Elastics = [.. elastics],
            Results = [.. results, WrittenType.F32],
        }
        from isStateful in Draw.Percent(StatefulPercent)
        from states in Gen.Choose(1, 2)
        from body in BodyGenerator.OfModel(scope, isStateful ? states : 0, 2 + (size / 5), Depth)
        select new ModelDeclaration(
            default,
            Tree.Id("M"),
            [.. inputs.Select((t, i) => new InputSyntax(default, Tree.Id(Signature.InputName(i)), InputType(t, i, bound)))],
            [
                .. results.Select((t, i) => new ResultSyntax(default, Tree.Id($"y{i}"), Tree.Type(t))),
                new ResultSyntax(default, Tree.Id("trace"), Tree.Type(WrittenType.F32)),
            ],
            Tree.Body([.. elastics.Select(Declaration), .. Declarations.Declare(body)]),
            null
        );

    // The first input says the bound: T <= 5.
    private static TypeSyntax InputType(WrittenType type, int index, int bound)
    {
        TypeSyntax written = Tree.Type(type);
        return index == 0 && type.Shape is [{ Name: "T" }]
            ? written with
            {
                Dimensions = [written.Dimensions[0] with { Bound = Tree.Number(bound) }],
            }
            : written;
    }

    private static Gen<WrittenElastic[]> Elastics(int count) =>
        from values in Gen.Choose(1, 5).ArrayOf(3).ArrayOf(count)
        select values.Select((v, i) => new WrittenElastic(ElasticNames[i], [.. v.Distinct().Order()])).ToArray();

    private static Statement Declaration(WrittenElastic elastic) =>
        new ElasticDeclaration(
            default,
            Tree.Id(elastic.Name),
            new ElasticList(default, [.. elastic.Values.Select(v => Tree.Number(v))]),
            null
        );
}
