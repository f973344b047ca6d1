using DynCompile.Diagnostics;
using DynCompile.Text;
using static DynCompile.Syntax.Generated.DnnParser;

namespace DynCompile.Syntax;

/// <summary>Makes declarations and statements from what the generated parser read; skips those that it could not read.</summary>
/// <param name="isBroken">Whether a statement or declaration did not parse.</param>
/// <param name="documentationAt">The documentation before a token, by the token's index.</param>
internal sealed class TreeBuilder(
    SourceText source,
    Func<object, bool> isBroken,
    Func<int, string?> documentationAt,
    DiagnosticBag diagnostics
)
{
    private readonly ExpressionBuilder expressions = new(source, diagnostics);

    public CompilationUnit Build(CompilationUnitContext file)
    {
        ModelDeclaration[] models = [.. file.modelDeclaration().Where(Parsed).Select(Model)];
        foreach (ModelDeclaration second in models.Skip(1))
            diagnostics.Report(new SecondModel(second.Name.Location, models[0].Name.Location));
        return new CompilationUnit(
            source.At(0, source.Text.Length),
            file.importDeclaration().Where(Parsed).Select(Import).ToEquatableArray(),
            file.functionDeclaration().Where(Parsed).Select(Function).ToEquatableArray(),
            file.blockDeclaration().Where(Parsed).Select(Block).ToEquatableArray(),
            models.FirstOrDefault()
        );
    }

    private bool Parsed(object context) => !isBroken(context);

    private ImportDeclaration Import(ImportDeclarationContext context) =>
        new(context.LocationOf(source), expressions.String(context.STRING().Symbol.LocationOf(source)));

    private ModelDeclaration Model(ModelDeclarationContext context)
    {
        Identifier name = expressions.Name(context.name());
        EquatableArray<ResultSyntax> results = Results(context.results());
        foreach (ResultSyntax result in results.Where(result => result.Name is null))
            diagnostics.Report(new ResultWithoutName(result.Location, name.Text));
        return new ModelDeclaration(
            context.LocationOf(source),
            name,
            Inputs(context.parameters()),
            results,
            Body(context.body()),
            documentationAt(context.Start.TokenIndex)
        );
    }

    private BlockDeclaration Block(BlockDeclarationContext context)
    {
        ParametersContext[] lists = context.parameters();
        bool isConfigurable = lists.Length == 2;
        return new BlockDeclaration(
            context.LocationOf(source),
            expressions.Name(context.name()),
            isConfigurable ? lists[0].parameter().Select(CompileTimeParameter).ToEquatableArray() : [],
            Inputs(lists[lists.Length - 1]),
            Results(context.results()),
            Body(context.body()),
            documentationAt(context.Start.TokenIndex)
        );
    }

    private FunctionDeclaration Function(FunctionDeclarationContext context) =>
        new(
            context.LocationOf(source),
            expressions.Name(context.name()),
            Inputs(context.parameters()),
            Results(context.results()),
            Body(context.body()),
            documentationAt(context.Start.TokenIndex)
        );

    private EquatableArray<InputSyntax> Inputs(ParametersContext context) => context.parameter().Select(Input).ToEquatableArray();

    private InputSyntax Input(ParameterContext context)
    {
        Identifier name = expressions.Name(context.name());
        if (context.expression() is { } value)
            diagnostics.Report(new DefaultOfInput(value.LocationOf(source), name.Text));
        return new InputSyntax(context.LocationOf(source), name, expressions.Type(context.type()));
    }

    private CompileTimeParameter CompileTimeParameter(ParameterContext context)
    {
        CompileTimeType type = CompileTimeType.Int;
        switch (context.type().GetText())
        {
            case "int":
                break;
            case "float":
                type = CompileTimeType.Float;
                break;
            case "bool":
                type = CompileTimeType.Bool;
                break;
            default:
                Location place = context.type().LocationOf(source);
                diagnostics.Report(new UnknownCompileTimeType(place, place.Text));
                break;
        }
        return new CompileTimeParameter(
            context.LocationOf(source),
            expressions.Name(context.name()),
            type,
            expressions.Optional(context.expression())
        );
    }

    private EquatableArray<ResultSyntax> Results(ResultsContext context)
    {
        if (context.type() is { } single)
            return [new ResultSyntax(single.LocationOf(source), null, expressions.Type(single))];
        return context
            .result()
            .Select(result => new ResultSyntax(
                result.LocationOf(source),
                result.name() is { } name ? expressions.Name(name) : null,
                expressions.Type(result.type())
            ))
            .ToEquatableArray();
    }

    private Body Body(BodyContext context) =>
        new(context.LocationOf(source), context.statement().Where(Parsed).Select(Statement).ToEquatableArray());

    private Statement Statement(StatementContext context)
    {
        Location place = context.LocationOf(source);
        return context.GetChild(0) switch
        {
            LayerDeclarationContext layer => Layer(layer),
            ParamDeclarationContext param => new ParamDeclaration(
                place,
                expressions.Name(param.name()),
                expressions.Type(param.type()),
                Origin(param.origin()),
                documentationAt(param.Start.TokenIndex)
            ),
            StateDeclarationContext state => new StateDeclaration(
                place,
                expressions.Name(state.name()),
                expressions.Type(state.type()),
                expressions.Build(state.expression()),
                documentationAt(state.Start.TokenIndex)
            ),
            ElasticDeclarationContext elastic => new ElasticDeclaration(
                place,
                expressions.Name(elastic.name()),
                Choices(elastic),
                documentationAt(elastic.Start.TokenIndex)
            ),
            FunctionDeclarationContext function => Function(function),
            LetStatementContext let => new LetStatement(
                place,
                Targets(let.targets()),
                expressions.Assigned(let.expression(), let.targets().name().Length)
            ),
            VarStatementContext var => new VarStatement(
                place,
                Targets(var.targets()),
                expressions.Assigned(var.expression(), var.targets().name().Length)
            ),
            AssignmentContext assignment => Assignment(assignment),
            IfStatementContext branch => If(branch),
            WhileStatementContext loop => new WhileStatement(
                place,
                expressions.Build(loop.expression()),
                Limit(loop.limit()),
                Body(loop.body())
            ),
            ForStatementContext loop => new ForStatement(
                place,
                expressions.Name(loop.name()),
                Range(loop.range()),
                Limit(loop.limit()),
                Body(loop.body())
            ),
            BreakStatementContext => new BreakStatement(place),
            ContinueStatementContext => new ContinueStatement(place),
            ReturnStatementContext leave => new ReturnStatement(place, expressions.Values(leave.values().expression())),
            ExitStatementContext exit => new ExitStatement(
                place,
                exit.name() is { } name ? expressions.Name(name) : null,
                expressions.Values(exit.values().expression()),
                expressions.Optional(exit.expression())
            ),
            WithStatementContext with => new WithStatement(
                place,
                expressions.Name(with.name()),
                expressions.Build(with.expression()),
                Body(with.body())
            ),
            var unknown => throw new InvalidOperationException($"no statement is made of {unknown.GetType().Name}"),
        };
    }

    private LayerDeclaration Layer(LayerDeclarationContext context) =>
        new(
            context.LocationOf(source),
            expressions.Name(context.name(0)),
            context.expression().Select(expressions.Build).ToEquatableArray(),
            expressions.Name(context.name(1)),
            expressions.Arguments(context.arguments()),
            Origin(context.origin()),
            documentationAt(context.Start.TokenIndex)
        );

    private StringLiteral? Origin(OriginContext? context) =>
        context is null ? null : expressions.String(context.STRING().Symbol.LocationOf(source));

    private ElasticChoices Choices(ElasticDeclarationContext context)
    {
        if (context.range() is { } range)
            return new ElasticRange(range.LocationOf(source), Range(range));
        EquatableArray<Expression> values = context.expression().Select(expressions.Build).ToEquatableArray();
        return new ElasticList(values[0].Location.To(values[values.Length - 1].Location), values);
    }

    private EquatableArray<Identifier> Targets(TargetsContext context) => context.name().Select(expressions.Name).ToEquatableArray();

    private AssignStatement Assignment(AssignmentContext context)
    {
        EquatableArray<AssignTarget> targets = context.place().Select(Target).ToEquatableArray();
        var symbol = context.updating;
        BinaryOperator? update = symbol.Text == "=" ? null : Operators.Parse(symbol.Text.Substring(0, 1));
        if (update is not null && targets.Length > 1)
            diagnostics.Report(new UpdateOfSeveral(symbol.LocationOf(source), symbol.Text));
        return new AssignStatement(context.LocationOf(source), targets, update, expressions.Assigned(context.expression(), targets.Length));
    }

    private AssignTarget Target(PlaceContext context) =>
        new(context.LocationOf(source), expressions.Name(context.name()), context.index().Select(expressions.Index).ToEquatableArray());

    /// <summary>`if a {…} else if b {…} else {…}` is an `if` in the else of another; built from the last one, without recursion.</summary>
    private IfStatement If(IfStatementContext context)
    {
        ExpressionContext[] conditions = context.expression();
        BodyContext[] bodies = context.body();
        Body? otherwise = bodies.Length > conditions.Length ? Body(bodies[bodies.Length - 1]) : null;
        Location end = context.LocationOf(source);
        for (int i = conditions.Length - 1; ; i--)
        {
            Expression condition = expressions.Build(conditions[i]);
            Body then = Body(bodies[i]);
            var start = i == 0 ? end : condition.Location;
            var branch = new IfStatement(start.To(end), condition, then, otherwise);
            if (i == 0)
                return branch;
            otherwise = new Body(branch.Location, [branch]);
        }
    }

    private Expression? Limit(LimitContext? context) => expressions.Optional(context?.expression());

    private RangeSyntax Range(RangeContext context) =>
        new(
            context.LocationOf(source),
            expressions.Build(context.expression(0)),
            expressions.Build(context.expression(1)),
            context.dots.Text == "..="
        );
}
