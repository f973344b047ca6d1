using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// Lets a product cut its own results at 0, while they are still in registers:
/// <code>
/// %2 = linear %0, %1 : f32[4]   ==>   %2 = linear %0, %1 {relu: true} : f32[4]
/// %3 = relu %2 : f32[4]
/// </code>
/// Only where nothing else reads the product, and both stand in one body.
/// </summary>
public sealed class FuseActivations : Pass
{
    public override string Name => "fuse-activations";

    public override string Summary => "Lets products cut their results at 0.";

    public override ModelGraph Run(ModelGraph graph) => graph.Replace(f => new Rewriter(f).Rewrite());

    private sealed class Rewriter : FunctionRewriter
    {
        /// <summary>The products that a relu of their body alone reads.</summary>
        private readonly HashSet<ValueId> _cut = [];

        public Rewriter(Function function)
            : base(function)
        {
            var uses = new Dictionary<ValueId, int>();
            CountUses(function.Body, uses);
            Find(function.Body, uses);
        }

        protected override void Visit(Node node)
        {
            if (node.Operator is Relu && _cut.Contains(node.Inputs[0]))
                Replace(node.Result, New(node.Inputs[0]));
            else if (node.Results.Length == 1 && _cut.Contains(node.Result.Id))
                Add(node, WithRelu(node.Operator)!, [.. New(node.Inputs).Select(i => i.Id)]);
            else
                Copy(node);
        }

        private static Operator? WithRelu(Operator op) =>
            op switch
            {
                Linear { Relu: false } linear => linear with { Relu = true },
                Conv2d { Relu: false } conv => conv with { Relu = true },
                _ => null,
            };

        private static void CountUses(Body body, Dictionary<ValueId, int> uses)
        {
            foreach (ValueId value in body.Nodes.SelectMany(n => n.Inputs).Concat(body.End.Values))
            {
                uses.TryGetValue(value, out int count);
                uses[value] = count + 1;
            }
            foreach (Body inner in body.Nodes.SelectMany(n => n.Bodies))
                CountUses(inner, uses);
        }

        private void Find(Body body, Dictionary<ValueId, int> uses)
        {
            HashSet<ValueId> products = [.. body.Nodes.Where(n => WithRelu(n.Operator) is not null).Select(n => n.Result.Id)];
            _cut.UnionWith(
                body.Nodes.Where(n => n.Operator is Relu).Select(n => n.Inputs[0]).Where(i => products.Contains(i) && uses[i] == 1)
            );
            foreach (Body inner in body.Nodes.SelectMany(n => n.Bodies))
                Find(inner, uses);
        }
    }
}
