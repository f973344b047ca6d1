using DynCompile.Graph;

namespace DynCompile.Passes;

/// <summary>A rewrite from a valid graph to a valid graph with the same results. Nodes that can fault and jumps never move.</summary>
public abstract class Pass
{
    /// <summary>As <c>--print-ir-after</c> takes it: <c>fold-constants</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence for listings.</summary>
    public abstract string Summary { get; }

    /// <summary>Whether no loop carries a value that nobody reads, from here on.</summary>
    public virtual bool RemovesDeadArguments => false;

    public abstract ModelGraph Run(ModelGraph graph);
}
