namespace DynCompile.Graph.Verification;

/// <summary>The rules of a graph as a whole.</summary>
internal static class GraphRules
{
    /// <exception cref="BrokenRuleException">A rule is broken.</exception>
    public static void Check(ModelGraph graph)
    {
        if (graph.Functions.IsEmpty)
            throw new BrokenRuleException(graph.Name, "a graph has at least the model's own function");
        CheckElastics(graph);
        CheckLeaveSites(graph);
        var earlier = new Dictionary<string, FunctionBorder>(StringComparer.Ordinal);
        foreach (Function function in graph.Functions)
        {
            if (earlier.ContainsKey(function.Name))
                throw new BrokenRuleException(function.Name, "two functions have this name");
            var rules = new FunctionRules(graph, function, earlier);
            rules.Check();
            earlier.Add(function.Name, new FunctionBorder(function, rules.FreeSymbols));
        }
        CheckStates(graph);
        CheckBounds(graph);
        if (earlier[graph.Main.Name].FreeSymbols is [var free, ..])
            throw new BrokenRuleException(graph.Main.Name, $"the size {free} is neither elastic nor bound by a `with`");
    }

    private static void CheckElastics(ModelGraph graph)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Elastic elastic in graph.Elastics)
        {
            if (!names.Add(elastic.Symbol.Name))
                throw new BrokenRuleException(elastic.Symbol.Name, "two elastic sizes have this name");
            if (
                elastic.Symbol.Values.Length == 0
                || elastic.Symbol.Values.Zip(elastic.Symbol.Values.Skip(1), (a, b) => a < b).Contains(false)
            )
                throw new BrokenRuleException(elastic.Symbol.Name, "an elastic size lists its values in ascending order");
        }
    }

    private static void CheckBounds(ModelGraph graph)
    {
        int declared = graph.Inputs.Length - graph.Bounds.Sizes.Length;
        for (int i = 0; i < graph.Bounds.Inputs.Length; i++)
            RequireStored(graph.Bounds.Inputs[i], i < declared ? graph.Inputs[i].Type : null, $"input {i}");
        for (int i = 0; i < graph.Bounds.Results.Length; i++)
            RequireStored(graph.Bounds.Results[i], i < graph.Results.Length ? graph.Results[i].Type : null, $"result {i}");
        for (int i = 0; i < graph.Bounds.Sizes.Length; i++)
        {
            Definition input = graph.Inputs[declared + i];
            if (input.Name != graph.Bounds.Sizes[i].Name || input.Type != TensorType.I32())
                throw new BrokenRuleException(graph.Main.Name, $"no i32 input brings {graph.Bounds.Sizes[i]} along");
        }
    }

    private static void RequireStored(TensorType declared, TensorType? stored, string subject)
    {
        if (stored != declared.With([.. declared.LargestExtents.Select(d => (Size)d)]))
            throw new BrokenRuleException(subject, $"it is stored as {stored}, not at the bounds of {declared}");
    }

    private static void CheckStates(ModelGraph graph)
    {
        int count = graph.States.Length;
        if (count > graph.Main.Inputs.Length || count > graph.Main.Results.Length)
            throw new BrokenRuleException(graph.Main.Name, $"{count} states are more than its inputs or results");
        for (int i = 1; i <= count; i++)
        {
            TensorType before = graph.Main.Inputs[^i].Type;
            TensorType after = graph.Main.Results[^i].Type;
            if (before != after)
                throw new BrokenRuleException($"state {graph.States[^i].Name}", $"it is {before} before and {after} behind a call");
        }
    }

    private static void CheckLeaveSites(ModelGraph graph)
    {
        foreach (LeaveSite site in graph.LeaveSites)
        {
            if (site.Numbers.Any(n => n < 0))
                throw new BrokenRuleException($"exit {site.Name}", $"{site.Numbers} are no exit numbers");
        }
    }
}

/// <summary>What a call needs to know of a function.</summary>
/// <param name="FreeSymbols">Sizes that the function names and its callers bind.</param>
internal sealed record FunctionBorder(Function Function, IReadOnlyList<SizeSymbol> FreeSymbols);
