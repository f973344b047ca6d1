namespace DynCompile.Graph;

/// <summary>The exits and returns of a model by number, as rule 1 of the language counts them.</summary>
public static class ExitNumbers
{
    /// <summary>The name of each number: the author's, with the number behind it under a loop, or <c>exit3</c>.</summary>
    public static IReadOnlyList<string> NamesOf(ModelGraph graph)
    {
        int count = graph.LeaveSites.SelectMany(s => s.Numbers).DefaultIfEmpty(-1).Max() + 1;
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"exit{i}")];
        foreach (LeaveSite site in graph.LeaveSites.Where(s => s.Name.Length > 0))
        {
            foreach (int number in site.Numbers)
                names[number] = site.Numbers.Length == 1 ? site.Name : $"{site.Name}{number}";
        }
        return names;
    }
}
