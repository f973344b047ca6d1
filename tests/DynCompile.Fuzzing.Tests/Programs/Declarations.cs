using System.Collections.Immutable;
using System.Globalization;
using DynCompile.Syntax;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Gives the holes of a body names and declares them at its top.</summary>
internal sealed class Declarations
{
    private readonly Dictionary<string, (string Name, Statement Declaration)> _declared = new(StringComparer.Ordinal);
    private readonly List<Statement> _inOrder = [];

    public static ImmutableArray<Statement> Declare(IEnumerable<Statement> statements)
    {
        var declarations = new Declarations();
        Statement[] filled = [.. statements.Select(s => Parts.Map(s, declarations.Fill))];
        return [.. declarations._inOrder, .. filled];
    }

    private Expression Fill(Expression expression)
    {
        Expression filled = Parts.Map(expression, Fill);
        return filled is Hole hole ? Tree.Name(NameOf(hole)) : filled;
    }

    private string NameOf(Hole hole)
    {
        string key = KeyOf(hole);
        if (_declared.TryGetValue(key, out (string Name, Statement Declaration) known))
            return known.Name;
        string number = _declared.Count.ToString(CultureInfo.InvariantCulture);
        string name = hole is ParamHole ? $"w{number}" : $"l{number}";
        Statement declaration = hole switch
        {
            LayerHole layer => new LayerDeclaration(
                default,
                Tree.Id(name),
                [.. layer.Dimensions.Select(d => Tree.Number(d))],
                Tree.Id(layer.Constructor),
                layer.Arguments,
                null,
                null
            ),
            ParamHole param => new ParamDeclaration(default, Tree.Id(name), Tree.Type(param.Type), null, null),
            _ => throw new ArgumentException($"{hole.GetType().Name} declares nothing", nameof(hole)),
        };
        _declared.Add(key, (name, declaration));
        _inOrder.Add(declaration);
        return name;
    }

    private static string KeyOf(Hole hole) =>
        hole switch
        {
            LayerHole layer => $"{layer.Constructor}({string.Join(", ", layer.Arguments.Select(a => SyntaxPrinter.Print(a)))})"
                + $"{layer.Dimensions} {layer.Signature} {layer.Slot}",
            ParamHole param => $"{param.Type} {param.Slot}",
            _ => "",
        };
}
