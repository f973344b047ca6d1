using DynCompile.Graph.Verification;

namespace DynCompile.Graph;

/// <summary>
/// Checks what every graph must keep between any two passes: values are defined once, before their uses and visible there; types are
/// those that the operators infer; bodies end where they may; calls, weights and sizes refer to what exists.
/// </summary>
public static class GraphVerifier
{
    /// <param name="graph">The graph to check.</param>
    /// <param name="afterPass">Whose work it is, for the message.</param>
    /// <exception cref="CompilerBugException">A rule is broken.</exception>
    public static void Verify(ModelGraph graph, string afterPass)
    {
        try
        {
            GraphRules.Check(graph);
        }
        catch (BrokenRuleException broken)
        {
            throw new CompilerBugException("DYN9001", afterPass, broken.Subject, broken.Message, GraphPrinter.Print(graph));
        }
    }

    /// <summary>
    /// Checks that no loop carries a value that neither its bodies use nor anyone outside reads. Source text may make such values;
    /// the elimination of dead code removes them, and no pass behind it may bring them back.
    /// </summary>
    /// <exception cref="CompilerBugException">A loop carries such a value.</exception>
    public static void VerifyNoDeadArguments(ModelGraph graph, string afterPass)
    {
        foreach (Function function in graph.Functions)
        {
            if (DeadArguments.Find(function) is var (loop, carried))
            {
                string rule = $"nobody reads the carried value {carried}";
                throw new CompilerBugException("DYN9002", afterPass, GraphPrinter.Print(loop), rule, GraphPrinter.Print(graph));
            }
        }
    }
}
