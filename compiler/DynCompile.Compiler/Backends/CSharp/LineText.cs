using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>C#'s directives by which a line counts as one of the model's text.</summary>
internal sealed class LineText(SourceSet sources, Func<string, string> pathOf)
{
    /// <summary>What ends the effect of a directive.</summary>
    public const string Default = "#line default";

    // Behind all that stands on a line: so the line as a whole is the place as a whole, and not a part of it.
    private const int Offset = 65535;

    /// <summary>From the place to the end of its line; null for no place and for a path that the directive cannot spell.</summary>
    public string? DirectiveOf(Origin origin)
    {
        SourceText source = sources.At(origin.File, origin.Line, origin.Column).Source;
        string path = pathOf(source.Path);
        if (origin.Line < 1 || origin.Line > source.LineCount || !CanSpell(path))
            return null;
        int end = source.LineAt(origin.Line).TrimEnd().Length;
        return origin.Column <= end ? $"#line ({origin.Line}, {origin.Column}) - ({origin.Line}, {end}) {Offset} \"{path}\"" : null;
    }

    // There are no escapes in it: a quote or the end of the line would end the name, and the rest of the name would be code.
    private static bool CanSpell(string path) =>
        path.Length > 0 && path.All(c => c != '"' && !char.IsControl(c) && c is not ('\u0085' or '\u2028' or '\u2029'));
}
