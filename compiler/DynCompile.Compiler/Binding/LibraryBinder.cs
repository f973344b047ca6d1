using DynCompile.Diagnostics;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>
/// Checks a file of blocks and helpers for others to import. Each one whose sizes the text fixes is bound as the only part of a model:
/// <code>
/// block Ffn(width: int = 8)(x: f32[width]) -> f32[4] { … }
/// ==>
/// model …(x: f32[8]) -> (…: f32) {
///     layer … = Ffn()
///     let _ = …(x)
///     return 0.0
/// }
/// </code>
/// </summary>
public static class LibraryBinder
{
    // No program can write these names, so they collide with none of its own.
    private const string ModelName = "(model)";
    private const string LayerName = "(layer)";
    private const string ResultName = "(result)";

    /// <summary>What was checked of the main file; its errors are in <paramref name="diagnostics"/>.</summary>
    public static Library Bind(ProgramSyntax program, DiagnosticBag diagnostics)
    {
        CompilationUnit unit = program.Main.Unit;
        SourceSet sources = program.Sources;
        var names = TopLevelNames.Of(program, diagnostics);
        var bound = new List<string>();
        var open = new List<string>();
        IEnumerable<(Identifier Name, ModelDeclaration? Model)> parts = unit
            .Blocks.Select(b => (b.Name, ModelOf(b)))
            .Concat(unit.Functions.Select(f => (f.Name, ModelOf(f))));
        foreach ((Identifier name, ModelDeclaration? model) in parts)
        {
            (model is null ? open : bound).Add(name.Text);
            if (model is null)
                continue;
            // The errors of one part hide none of the next.
            var found = new DiagnosticBag();
            ModelBinder.Bind(model, sources, names, found);
            foreach (Diagnostic diagnostic in found.Sorted())
                diagnostics.Report(diagnostic);
        }
        return new Library([.. bound], [.. open]);
    }

    private static ModelDeclaration? ModelOf(BlockDeclaration block)
    {
        if (block.CompileTimeParameters.Any(p => p.Default is null))
            return null;
        var layer = new LayerDeclaration(block.Name.Location, Named(LayerName, block.Name), [], block.Name, [], null, null);
        return ModelOf(block.Name, block.CompileTimeParameters, block.Inputs, block.Results.Length, LayerName, [layer]);
    }

    private static ModelDeclaration? ModelOf(FunctionDeclaration helper) =>
        // An input of the same name would stand before the helper.
        helper.Inputs.Any(i => i.Name.Text == helper.Name.Text)
            ? null
            : ModelOf(helper.Name, [], helper.Inputs, helper.Results.Length, helper.Name.Text, []);

    /// <summary>A model that calls a block or helper once; null when a size of its inputs is not fixed.</summary>
    private static ModelDeclaration? ModelOf(
        Identifier name,
        EquatableArray<CompileTimeParameter> parameters,
        EquatableArray<InputSyntax> inputs,
        int results,
        string callee,
        EquatableArray<Statement> declarations
    )
    {
        InputSyntax?[] known = [.. inputs.Select(i => WithKnownSizes(i, parameters))];
        if (known.Any(i => i is null))
            return null;
        Location place = name.Location;
        var call = new CallExpression(
            place,
            new NameExpression(place, callee),
            [.. inputs.Select(i => new Argument(place, null, new NameExpression(place, i.Name.Text)))]
        );
        EquatableArray<Identifier> dropped = [.. Enumerable.Range(0, results).Select(_ => Named("_", name))];
        return new ModelDeclaration(
            place,
            Named(ModelName, name),
            [.. known.Select(i => i!)],
            [new ResultSyntax(place, Named(ResultName, name), new TypeSyntax(place, "f32", []))],
            new Body(
                place,
                [.. declarations, new LetStatement(place, dropped, call), new ReturnStatement(place, [new FloatLiteral(place, 0, "0.0")])]
            ),
            null
        );
    }

    private static Identifier Named(string name, Identifier at) => new(at.Location, name);

    /// <summary>The input with numbers for its sizes; null when one is a name that a call binds.</summary>
    private static InputSyntax? WithKnownSizes(InputSyntax input, EquatableArray<CompileTimeParameter> parameters)
    {
        EquatableArray<DimensionSyntax> dimensions =
        [
            .. input.Type.Dimensions.Select(d => d with { Size = d.Bound is null ? WithDefaults(d.Size, parameters) : d.Size }),
        ];
        bool isKnown = dimensions.All(d => d.Bound is not null || ConstantSize.Evaluate(d.Size) is not null);
        return isKnown ? input with { Type = input.Type with { Dimensions = dimensions } } : null;
    }

    // channels * 2 ==> 16 * 2
    private static Expression WithDefaults(Expression size, EquatableArray<CompileTimeParameter> parameters) =>
        size switch
        {
            NameExpression name => parameters.FirstOrDefault(p => p.Name.Text == name.Name)?.Default ?? name,
            UnaryExpression unary => unary with { Operand = WithDefaults(unary.Operand, parameters) },
            BinaryExpression binary => binary with
            {
                Left = WithDefaults(binary.Left, parameters),
                Right = WithDefaults(binary.Right, parameters),
            },
            _ => size,
        };
}
