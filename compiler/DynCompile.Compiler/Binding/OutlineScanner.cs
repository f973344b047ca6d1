using DynCompile.Graph;
using DynCompile.Syntax;
using DynCompile.Tensors;

namespace DynCompile.Binding;

/// <summary>What the tokens of a model tell whose header did not parse: names with types around the arrow, and what the body declares.</summary>
internal static class OutlineScanner
{
    /// <summary>Null when no model begins.</summary>
    public static ModelOutline? Of(IReadOnlyList<SourceToken> tokens)
    {
        int model = IndexOf(tokens, "model", from: 0);
        if (model < 0 || model + 1 == tokens.Count || tokens[model + 1].Form != TokenForm.Name)
            return null;
        int body = IndexOf(tokens, "{", model);
        int end = body < 0 ? tokens.Count : body;
        int arrow = IndexOf(tokens, "->", model);
        if (arrow < 0 || arrow > end)
            arrow = IndexOf(tokens, ")", model);
        if (arrow < 0 || arrow > end)
            arrow = end;
        List<ModelOutline.Exit> exits = [.. ExitsFrom(tokens, end)];
        return new ModelOutline(
            tokens[model + 1].Text,
            "",
            [.. Ports(tokens, model, arrow), .. Sizes(tokens, model, arrow)],
            [.. Ports(tokens, arrow, end)],
            Words(tokens, "exit", end).Any() ? [.. exits] : [],
            [.. Words(tokens, "elastic", end).Select(at => new ModelOutline.Elastic(TextAt(tokens, at + 1), ""))],
            Words(tokens, "state", end).Any()
        );
    }

    // name : f32 [
    private static IEnumerable<ModelOutline.Port> Ports(IReadOnlyList<SourceToken> tokens, int from, int to)
    {
        for (int i = from; i + 2 < to; i++)
        {
            if (
                tokens[i].Form != TokenForm.Name
                || tokens[i + 1].Text != ":"
                || !ElementTypes.TryParse(tokens[i + 2].Text, out ElementType element)
            )
                continue;
            bool isScalar = TextAt(tokens, i + 3) != "[";
            yield return new ModelOutline.Port(tokens[i].Text, element, isScalar, element.Name() + (isScalar ? "" : "[…]"));
        }
    }

    // T <= 40
    private static IEnumerable<ModelOutline.Port> Sizes(IReadOnlyList<SourceToken> tokens, int from, int to) =>
        Enumerable
            .Range(from, to - from)
            .Where(i => tokens[i].Form == TokenForm.Name && TextAt(tokens, i + 1) == "<=")
            .Select(i => tokens[i].Text)
            .Distinct()
            .Select(size => ModelOutline.Port.Of(size, TensorType.Scalar(ElementType.I32)));

    private static IEnumerable<ModelOutline.Exit> ExitsFrom(IReadOnlyList<SourceToken> tokens, int from)
    {
        int number = 0;
        foreach (int at in Words(tokens, "exit", from).Concat(Words(tokens, "return", from)).OrderBy(at => at))
        {
            bool isNamed = TextAt(tokens, at + 2) == ":";
            yield return new ModelOutline.Exit(isNamed ? tokens[at + 1].Text : $"exit{number}", Line: 0);
            number++;
        }
    }

    private static IEnumerable<int> Words(IReadOnlyList<SourceToken> tokens, string word, int from) =>
        Enumerable.Range(from, tokens.Count - from).Where(i => tokens[i].Form == TokenForm.Word && tokens[i].Text == word);

    private static string TextAt(IReadOnlyList<SourceToken> tokens, int index) => index < tokens.Count ? tokens[index].Text : "";

    private static int IndexOf(IReadOnlyList<SourceToken> tokens, string text, int from)
    {
        for (int i = from; i < tokens.Count; i++)
        {
            if (tokens[i].Text == text)
                return i;
        }
        return -1;
    }
}
