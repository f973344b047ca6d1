using System.Text;
using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Writes a tree as a program that parses back to it. Operands that are not simple stand in parentheses.</summary>
internal sealed class SourceWriter
{
    private const string Indent = "    ";
    private readonly StringBuilder _text = new();
    private int _depth;

    public static string Write(CompilationUnit unit)
    {
        var writer = new SourceWriter();
        foreach (FunctionDeclaration function in unit.Functions)
            writer.WriteFunction(function);
        foreach (BlockDeclaration block in unit.Blocks)
            writer.WriteBlock(block);
        if (unit.Model is { } model)
            writer.WriteOwner($"model {model.Name}({Inputs(model.Inputs)})", model.Results, model.Body);
        return writer._text.ToString();
    }

    private void WriteFunction(FunctionDeclaration function) =>
        WriteOwner($"fn {function.Name}({Inputs(function.Inputs)})", function.Results, function.Body);

    private void WriteBlock(BlockDeclaration block)
    {
        string sizes = string.Join(", ", block.CompileTimeParameters.Select(Parameter));
        WriteOwner($"block {block.Name}({sizes})({Inputs(block.Inputs)})", block.Results, block.Body);
    }

    private static string Parameter(CompileTimeParameter parameter)
    {
        string type = parameter.Type.ToString().ToLowerInvariant();
        return $"{parameter.Name}: {type}{(parameter.Default is { } value ? $" = {Of(value)}" : "")}";
    }

    private static string Inputs(EquatableArray<InputSyntax> inputs) => string.Join(", ", inputs.Select(i => $"{i.Name}: {Of(i.Type)}"));

    private void WriteOwner(string head, EquatableArray<ResultSyntax> results, Body body)
    {
        IEnumerable<string> types = results.Select(r => r.Name is { } name ? $"{name}: {Of(r.Type)}" : Of(r.Type));
        string result = results is [{ Name: null }] ? types.First() : $"({string.Join(", ", types)})";
        Line($"{head} -> {result} {{");
        Write(body);
        Line("}");
    }

    private void Line(string line) => _text.Append(string.Concat(Enumerable.Repeat(Indent, _depth))).Append(line).Append('\n');

    private void Write(Body body)
    {
        _depth++;
        foreach (Statement statement in body.Statements)
            Write(statement);
        _depth--;
    }

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case IfStatement branch:
                Line($"if {Of(branch.Condition)} {{");
                Write(branch.Then);
                if (branch.Else is { } otherwise)
                {
                    Line("} else {");
                    Write(otherwise);
                }
                Line("}");
                break;
            case WhileStatement loop:
                WriteNested($"while {Of(loop.Condition)}{Limit(loop.Limit)}", loop.Body);
                break;
            case ForStatement loop:
                WriteNested($"for {loop.Variable} in {Of(loop.Range)}{Limit(loop.Limit)}", loop.Body);
                break;
            case WithStatement with:
                WriteNested($"with {with.Elastic} = {Of(with.Value)}", with.Body);
                break;
            case FunctionDeclaration function:
                WriteFunction(function);
                break;
            default:
                Line(Of(statement));
                break;
        }
    }

    private void WriteNested(string head, Body body)
    {
        Line($"{head} {{");
        Write(body);
        Line("}");
    }

    private static string Limit(Expression? limit) => limit is null ? "" : $" limit {Of(limit)}";

    private static string Of(Statement statement) =>
        statement switch
        {
            LayerDeclaration s => $"layer {s.Name}{string.Concat(s.Dimensions.Select(d => $"[{Of(d)}]"))} = "
                + $"{s.Constructor}({Arguments(s.Arguments)}){Origin(s.FromPath)}",
            ParamDeclaration s => $"param {s.Name}: {Of(s.Type)}{Origin(s.FromPath)}",
            StateDeclaration s => $"state {s.Name}: {Of(s.Type)} = {Of(s.Initial)}",
            ElasticDeclaration { Choices: ElasticRange choices } s => $"elastic {s.Name} in {Of(choices.Range)}",
            ElasticDeclaration { Choices: ElasticList choices } s => $"elastic {s.Name} in [{All(choices.Values)}]",
            LetStatement s => $"let {Targets(s.Targets.Select(t => t.Text))} = {Of(s.Value)}",
            VarStatement s => $"var {Targets(s.Targets.Select(t => t.Text))} = {Of(s.Value)}",
            AssignStatement s => $"{Targets(s.Targets.Select(Place))} {s.Update?.Text()}= {Of(s.Value)}",
            BreakStatement => "break",
            ContinueStatement => "continue",
            ReturnStatement s => $"return {Values(s.Values)}",
            ExitStatement s => $"exit {(s.Name is { } name ? $"{name}: " : "")}{Values(s.Values)}"
                + (s.When is { } when ? $" when {Of(when)}" : ""),
            _ => throw new ArgumentException($"{statement.GetType().Name} does not stand on one line", nameof(statement)),
        };

    private static string Origin(StringLiteral? path) => path is null ? "" : $" from \"{path.Value}\"";

    private static string Targets(IEnumerable<string> targets) =>
        targets.ToArray() is [var single] ? single : $"({string.Join(", ", targets)})";

    private static string Place(AssignTarget target) =>
        target.Indices.IsEmpty ? target.Name.Text : $"{target.Name}[{Indices(target.Indices)}]";

    private static string Values(EquatableArray<Expression> values) => values.Length == 1 ? Of(values[0]) : $"({All(values)})";

    private static string Of(TypeSyntax type) =>
        type.Dimensions.IsEmpty ? type.ElementType : $"{type.ElementType}[{string.Join(", ", type.Dimensions.Select(Of))}]";

    private static string Of(DimensionSyntax dimension) =>
        dimension.Bound is { } bound ? $"{Of(dimension.Size)} <= {Of(bound)}" : Of(dimension.Size);

    private static string Of(RangeSyntax range) => $"{Operand(range.Start)}{(range.IncludesEnd ? "..=" : "..")}{Operand(range.End)}";

    private static string Of(Expression expression) =>
        expression switch
        {
            NameExpression e => Keywords.Reserved.Contains(e.Name) ? $"@{e.Name}" : e.Name,
            IntegerLiteral e => $"{e.Value}",
            FloatLiteral e => e.Text,
            BoolLiteral e => e.Value ? "true" : "false",
            UnaryExpression { Operator: UnaryOperator.Negate } e => $"-{Operand(e.Operand)}",
            UnaryExpression e => $"not {Operand(e.Operand)}",
            BinaryExpression e => $"{Operand(e.Left)} {e.Operator.Text()} {Operand(e.Right)}",
            CallExpression e => $"{Operand(e.Callee)}({Arguments(e.Arguments)})",
            IndexExpression e => $"{Operand(e.Target)}[{Indices(e.Indices)}]",
            MemberExpression e => $"{Operand(e.Target)}.{e.Member}",
            ListExpression e => $"[{All(e.Elements)}]",
            PipeExpression e => $"{Operand(e.Value)} |> {Of(e.Target)}",
            TypeExpression e => Of(e.Type),
            ElementTypeName e => e.Name,
            SparsityLiteral e => $"{e.Keep}:{e.Of}{(e.By is { } by ? $" by {by}" : "")}",
            _ => throw new ArgumentException($"{expression.GetType().Name} is no expression of a finished program", nameof(expression)),
        };

    private static string Operand(Expression expression) =>
        expression is UnaryExpression or BinaryExpression or PipeExpression ? $"({Of(expression)})" : Of(expression);

    private static string All(EquatableArray<Expression> expressions) => string.Join(", ", expressions.Select(Of));

    private static string Arguments(EquatableArray<Argument> arguments) =>
        string.Join(", ", arguments.Select(a => a.Name is { } name ? $"{name}: {Of(a.Value)}" : Of(a.Value)));

    private static string Indices(EquatableArray<IndexSyntax> indices) => string.Join(", ", indices.Select(Of));

    private static string Of(IndexSyntax index) =>
        index switch
        {
            SingleIndex i => Of(i.Value),
            RangeIndex i => $"{(i.Start is { } start ? Operand(start) : "")}{(i.IncludesEnd ? "..=" : "..")}"
                + (i.End is { } end ? Operand(end) : ""),
            _ => throw new ArgumentException($"{index.GetType().Name} is no index", nameof(index)),
        };
}
