using System.Globalization;
using System.Text;
using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>
/// Prints a tree as nested lists, one declaration or statement a line: for `--emit ast`, and for tests. The same tree gives the same
/// text.
/// </summary>
/// <param name="withPlaces">Puts `@line:column` behind the head of every line.</param>
public sealed class SyntaxPrinter(bool withPlaces = false)
{
    private const int IndentWidth = 2;
    private readonly StringBuilder text = new();
    private int depth;

    public static string Print(SyntaxNode node, bool withPlaces = false)
    {
        var printer = new SyntaxPrinter(withPlaces);
        printer.Append(node);
        return printer.text.ToString();
    }

    private void Append(SyntaxNode node)
    {
        switch (node)
        {
            case CompilationUnit unit:
                AppendAll([.. unit.Imports, .. unit.Functions, .. unit.Blocks]);
                AppendAll(unit.Model is null ? [] : [unit.Model]);
                break;
            case ImportDeclaration import:
                Line(import, $"(import {Show(import.Path)})");
                break;
            case ModelDeclaration model:
                Owner(model, $"model {model.Name}", model.Documentation, [.. model.Inputs, .. model.Results], model.Body);
                break;
            case BlockDeclaration block:
                Owner(
                    block,
                    $"block {block.Name}",
                    block.Documentation,
                    [.. block.CompileTimeParameters, .. block.Inputs, .. block.Results],
                    block.Body
                );
                break;
            case FunctionDeclaration function:
                Owner(function, $"fn {function.Name}", function.Documentation, [.. function.Inputs, .. function.Results], function.Body);
                break;
            case Body body:
                AppendAll(body.Statements);
                break;
            case IfStatement branch:
                Nest(
                    branch,
                    $"if {Show(branch.Condition)}",
                    () =>
                    {
                        Nest(branch.Then, "then", () => Append(branch.Then));
                        if (branch.Else is { } otherwise)
                            Nest(otherwise, "else", () => Append(otherwise));
                    }
                );
                break;
            case WhileStatement loop:
                Nest(loop, $"while {Show(loop.Condition)}{ShowLimit(loop.Limit)}", () => Append(loop.Body));
                break;
            case ForStatement loop:
                Nest(loop, $"for {loop.Variable} {Show(loop.Range)}{ShowLimit(loop.Limit)}", () => Append(loop.Body));
                break;
            case WithStatement with:
                Nest(with, $"with {with.Elastic} {Show(with.Value)}", () => Append(with.Body));
                break;
            case Declaration declaration:
                AppendDocumentation(declaration.Documentation);
                Line(declaration, Show(declaration));
                break;
            default:
                Line(node, Show(node));
                break;
        }
    }

    private void AppendAll(IEnumerable<SyntaxNode> nodes)
    {
        foreach (SyntaxNode node in nodes)
            Append(node);
    }

    private void Owner(SyntaxNode node, string head, string? documentation, IEnumerable<SyntaxNode> signature, Body body)
    {
        AppendDocumentation(documentation);
        Nest(
            node,
            head,
            () =>
            {
                AppendAll(signature);
                Append(body);
            }
        );
    }

    private void AppendDocumentation(string? documentation)
    {
        foreach (string line in documentation?.Split('\n') ?? [])
            text.Append(' ', depth * IndentWidth).Append("; ").Append(line).Append('\n');
    }

    /// <summary>`(head`, then what is in it, one level deeper, then `)` behind the last of it.</summary>
    private void Nest(SyntaxNode node, string head, Action content)
    {
        Line(node, $"({head}");
        depth++;
        content();
        depth--;
        text.Insert(text.Length - 1, ')');
    }

    private void Line(SyntaxNode node, string line)
    {
        text.Append(' ', depth * IndentWidth).Append(line);
        if (withPlaces)
            text.Append(" @").Append(node.Location.Start);
        text.Append('\n');
    }

    private static string Show(SyntaxNode node) =>
        node switch
        {
            Identifier n => n.Text,
            StringLiteral n => $"\"{n.Value}\"",
            CompileTimeParameter n => $"(parameter {n.Name} {n.Type.ToString().ToLowerInvariant()}{ShowOptional(n.Default)})",
            InputSyntax n => $"(input {n.Name} {Show(n.Type)})",
            ResultSyntax n => $"(result{ShowOptional(n.Name)} {Show(n.Type)})",
            TypeSyntax n => n.Dimensions.IsEmpty ? n.ElementType : $"{n.ElementType}[{ShowAll(n.Dimensions, ", ")}]",
            DimensionSyntax n => n.Bound is null ? Show(n.Size) : $"{Show(n.Size)} <= {Show(n.Bound)}",

            LayerDeclaration n => $"(layer {n.Name}{string.Concat(n.Dimensions.Select(size => $"[{Show(size)}]"))} "
                + $"({Separate(n.Constructor.Text, n.Arguments)}){ShowOrigin(n.FromPath)})",
            ParamDeclaration n => $"(param {n.Name} {Show(n.Type)}{ShowOrigin(n.FromPath)})",
            StateDeclaration n => $"(state {n.Name} {Show(n.Type)} {Show(n.Initial)})",
            ElasticDeclaration n => $"(elastic {n.Name} {Show(n.Choices)})",
            ElasticList n => $"[{ShowAll(n.Values, ", ")}]",
            ElasticRange n => Show(n.Range),
            RangeSyntax n => $"({(n.IncludesEnd ? "..=" : "..")} {Show(n.Start)} {Show(n.End)})",

            LetStatement n => $"(let {ShowTargets(n.Targets)} {Show(n.Value)})",
            VarStatement n => $"(var {ShowTargets(n.Targets)} {Show(n.Value)})",
            AssignStatement n => $"({n.Update?.Text()}= {ShowTargets(n.Targets)} {Show(n.Value)})",
            AssignTarget n => n.Indices.IsEmpty ? n.Name.Text : $"{n.Name}[{ShowAll(n.Indices, ", ")}]",
            BreakStatement => "(break)",
            ContinueStatement => "(continue)",
            ReturnStatement n => $"({Separate("return", n.Values)})",
            ExitStatement n =>
                $"({Separate(n.Name is null ? "exit" : $"exit {n.Name}:", n.Values)}{(n.When is null ? "" : $" when {Show(n.When)}")})",

            NameExpression n => n.Name,
            IntegerLiteral n => n.Value.ToString(CultureInfo.InvariantCulture),
            FloatLiteral n => n.Text,
            BoolLiteral n => n.Value ? "true" : "false",
            ElementTypeName n => n.Name,
            TypeExpression n => Show(n.Type),
            SparsityLiteral n => n.By is null ? $"{n.Keep}:{n.Of}" : $"{n.Keep}:{n.Of} by {n.By}",
            UnaryExpression n => $"({n.Operator.Text()} {Show(n.Operand)})",
            BinaryExpression n => $"({n.Operator.Text()} {Show(n.Left)} {Show(n.Right)})",
            CallExpression n => $"({Separate($"call {Show(n.Callee)}", n.Arguments)})",
            Argument n => n.Name is null ? Show(n.Value) : $"{n.Name}: {Show(n.Value)}",
            IndexExpression n => $"(at {Show(n.Target)} {ShowAll(n.Indices, " ")})",
            SingleIndex n => Show(n.Value),
            RangeIndex n => $"({Separate(n.IncludesEnd ? "..=" : "..", [n.Start ?? Missing(n), n.End ?? Missing(n)])})",
            MemberExpression n => $"(. {Show(n.Target)} {n.Member})",
            ListExpression n => $"[{ShowAll(n.Elements, ", ")}]",
            TupleExpression n => $"({ShowAll(n.Items, ", ")})",
            PipeExpression n => $"(|> {Show(n.Value)} {Show(n.Target)})",
            _ => throw new ArgumentException($"{node.GetType().Name} has no text of one line", nameof(node)),
        };

    /// <summary>An end of a range that is left out.</summary>
    private static NameExpression Missing(SyntaxNode node) => new(node.Location, "_");

    private static string ShowAll(IEnumerable<SyntaxNode> nodes, string separator) => string.Join(separator, nodes.Select(Show));

    private static string Separate(string head, IEnumerable<SyntaxNode> nodes) => string.Join(" ", nodes.Select(Show).Prepend(head));

    private static string ShowTargets<T>(EquatableArray<T> targets)
        where T : SyntaxNode => targets.Length == 1 ? Show(targets[0]) : $"({ShowAll(targets, ", ")})";

    private static string ShowOptional(SyntaxNode? node) => node is null ? "" : $" {Show(node)}";

    private static string ShowLimit(Expression? limit) => limit is null ? "" : $" limit {Show(limit)}";

    private static string ShowOrigin(StringLiteral? path) => path is null ? "" : $" from {Show(path)}";
}
