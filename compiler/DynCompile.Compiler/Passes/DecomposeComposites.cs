using DynCompile.Graph;

namespace DynCompile.Passes;

/// <summary>
/// Replaces operators that are declared by their decomposition:
/// <code>
/// %1 = flatten %0 : f32[12]   ==>   %1 = reshape %0 {shape: [12]} : f32[12]
/// </code>
/// </summary>
public sealed class DecomposeComposites : Pass
{
    public override string Name => "decompose-composites";

    public override string Summary => "Replaces composite operators by their parts.";

    public override ModelGraph Run(ModelGraph graph) => graph.Replace(f => new Rewriter(f).Rewrite());

    private sealed class Rewriter(Function function) : FunctionRewriter(function)
    {
        protected override void Visit(Node node)
        {
            if (node.Operator is not Composite composite)
            {
                Copy(node);
                return;
            }
            SetOrigin(node.Origin);
            Definition[] results = composite.Expand(this, [.. New(node.Inputs)]);
            for (int i = 0; i < results.Length; i++)
                Replace(node.Results[i], results[i]);
        }

        // A part may be a composite too.
        public override Definition[] ApplyAll(Operator op, params Definition[] inputs) =>
            op is Composite inner ? inner.Expand(this, inputs) : base.ApplyAll(op, inputs);
    }
}
