using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>
/// Drops operators that only look at the same elements in the same order, and joins neighbours:
/// <code>
/// reshape(reshape(x))                 ==>   reshape(x)
/// permute(permute(x))                 ==>   permute(x)
/// reshape, permute, slice to itself   ==>   x
/// concat([x])                         ==>   x
/// </code>
/// </summary>
public sealed class SimplifyShapes : Pass
{
    public override string Name => "simplify-shapes";

    public override string Summary => "Drops and joins operators that only change shapes.";

    public override ModelGraph Run(ModelGraph graph) => graph.Replace(f => new Rewriter(f).Rewrite());

    private sealed class Rewriter(Function function) : FunctionRewriter(function)
    {
        /// <summary>Reshapes and permutes by their new results.</summary>
        private readonly Dictionary<ValueId, (Operator Operator, Definition Input)> _shaping = [];

        protected override void Visit(Node node)
        {
            if (node.Inputs.Length != 1 || node.Operator is not (Reshape or Permute or Transpose or Slice or Concat))
            {
                Copy(node);
                return;
            }
            Definition input = New(node.Inputs[0]);
            (Operator op, input) = Join(node.Operator, input);
            if (IsIdentity(op, input.Type, node.Result.Type))
            {
                Replace(node.Result, input);
                return;
            }
            Add(node, op, [input.Id]);
            if (op is Reshape or Permute)
                _shaping.Add(New(node.Result.Id).Id, (op, input));
        }

        private (Operator Operator, Definition Input) Join(Operator op, Definition input)
        {
            if (!_shaping.TryGetValue(input.Id, out (Operator Operator, Definition Input) inner))
                return (op, input);
            return (op, inner.Operator) switch
            {
                (Reshape, Reshape) => (op, inner.Input),
                (Permute outer, Permute first) => (Compose(outer, first), inner.Input),
                _ => (op, input),
            };
        }

        private static Permute Compose(Permute outer, Permute first)
        {
            int rank = first.Axes.Length;
            return new Permute([.. outer.Axes.Select(a => Normal(first.Axes[Normal(a, rank)], rank))]);
        }

        private static bool IsIdentity(Operator op, TensorType input, TensorType result) =>
            input == result
            && op switch
            {
                Permute permute => permute.Axes.Select((a, i) => Normal(a, input.Rank) == i).All(same => same),
                Transpose transpose => Normal(transpose.A, input.Rank) == Normal(transpose.B, input.Rank),
                Slice slice => slice.Start == Size.Zero,
                _ => true,
            };

        private static int Normal(int axis, int rank) => axis < 0 ? axis + rank : axis;
    }
}
