using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Syntax;
using DynCompile.Tensors;
using DynCompile.Text;
using Body = DynCompile.Syntax.Body;

namespace DynCompile.Binding;

/// <summary>
/// What the text of a model tells its callers without being bound, for models with errors: nothing is checked, and what cannot be read is
/// left out.
/// </summary>
public static class OutlineReader
{
    // A range that no person counts exits by.
    private const int MostExits = 10_000;

    /// <summary>Null when the text has no model.</summary>
    public static ModelOutline? Of(SourceText source) =>
        Parser.Parse(source, new DiagnosticBag()).Model is { } model ? Of(model) : OutlineScanner.Of(Parser.TokensOf(source));

    private static ModelOutline Of(ModelDeclaration model)
    {
        List<ModelOutline.Exit> exits = ExitsOf(model.Body, out bool hasExits);
        IEnumerable<string> sizes = model
            .Inputs.SelectMany(i => i.Type.Dimensions)
            .Where(d => d.Bound is not null)
            .Select(d => d.Size.Location.Text)
            .Distinct();
        return new ModelOutline(
            model.Name.Text,
            model.Documentation ?? "",
            [
                .. model.Inputs.Select(i => PortOf(i.Name.Text, i.Type)),
                .. sizes.Select(size => ModelOutline.Port.Of(size, TensorType.Scalar(ElementType.I32))),
            ],
            [.. model.Results.Select(r => PortOf(r.Name?.Text ?? "result", r.Type))],
            hasExits ? [.. exits] : [],
            [
                .. model
                    .Body.Statements.OfType<ElasticDeclaration>()
                    .Select(e => new ModelOutline.Elastic(e.Name.Text, e.Choices.Location.Text)),
            ],
            model.Body.Statements.OfType<StateDeclaration>().Any()
        );
    }

    private static ModelOutline.Port PortOf(string name, TypeSyntax type)
    {
        bool isKnown = ElementTypes.TryParse(type.ElementType, out ElementType element);
        return new ModelOutline.Port(name, isKnown ? element : ElementType.F32, type.Dimensions.IsEmpty, type.Location.Text);
    }

    // Rule 1 of the language: exits and returns count in text order, those in a loop with fixed bounds once for each iteration.
    private static List<ModelOutline.Exit> ExitsOf(Body body, out bool hasExits)
    {
        var sites = new List<(string? Name, int Line, Statement Site)>();
        Collect(body, sites);
        hasExits = sites.Any(s => s.Site is ExitStatement);
        var counts = sites.GroupBy(s => s.Site).ToDictionary(g => g.Key, g => g.Count());
        return [.. sites.Select((s, number) => new ModelOutline.Exit(NameOf(s.Name, number, counts[s.Site]), s.Line))];
    }

    private static string NameOf(string? name, int number, int count) =>
        name is null ? $"exit{number}"
        : count == 1 ? name
        : $"{name}{number}";

    private static void Collect(Body body, List<(string? Name, int Line, Statement Site)> sites)
    {
        foreach (Statement statement in body.Statements)
        {
            switch (statement)
            {
                case ExitStatement exit:
                    sites.Add((exit.Name?.Text, exit.Location.Start.Line, exit));
                    break;
                case ReturnStatement:
                    sites.Add((null, statement.Location.Start.Line, statement));
                    break;
                case FunctionDeclaration:
                    break;
                case ForStatement loop:
                    for (int i = 0; i < IterationsOf(loop) && sites.Count < MostExits; i++)
                        Collect(loop.Body, sites);
                    break;
                default:
                    foreach (Body inner in SyntaxTree.Children(statement).OfType<Body>())
                        Collect(inner, sites);
                    break;
            }
        }
    }

    private static int IterationsOf(ForStatement loop)
    {
        bool isCounted =
            int.TryParse(loop.Range.Start.Location.Text, out int start) & int.TryParse(loop.Range.End.Location.Text, out int end);
        return isCounted && loop.Limit is null ? Math.Max(0, end - start + (loop.Range.IncludesEnd ? 1 : 0)) : 1;
    }
}
