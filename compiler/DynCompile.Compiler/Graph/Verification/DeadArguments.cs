using DynCompile.Graph.Operators;

namespace DynCompile.Graph.Verification;

/// <summary>Finds values that a loop only hands from one iteration to the next.</summary>
internal static class DeadArguments
{
    public static (Node Loop, Definition Carried)? Find(Function function)
    {
        var used = new HashSet<ValueId>();
        CollectUses(function.Body, carried: [], used);
        foreach (Node loop in function.Body.AllNodes().Where(n => n.Operator is Loop))
        {
            for (int i = 0; i < loop.Results.Length; i++)
            {
                if (!used.Contains(loop.Results[i].Id) && loop.Bodies.All(b => !used.Contains(b.Parameters[i + 1].Id)))
                    return (loop, loop.Bodies[^1].Parameters[i + 1]);
            }
        }
        return null;
    }

    private static void CollectUses(Body body, IReadOnlyList<Definition> carried, HashSet<ValueId> used)
    {
        foreach (Node node in body.Nodes)
        {
            used.UnionWith(node.Inputs);
            foreach (Body inner in node.Bodies)
                CollectUses(inner, node.Operator is Loop ? [.. inner.Parameters.Skip(1)] : carried, used);
        }
        bool goesToLoop = body.End.Ending is Ending.Continue or Ending.Break;
        for (int i = 0; i < body.End.Values.Length; i++)
        {
            // Handing a carried value on as itself is no use of it.
            if (!goesToLoop || body.End.Values[i] != carried[i].Id)
                used.Add(body.End.Values[i]);
        }
    }
}
