using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;

namespace DynCompile.Passes;

/// <summary>
/// Evaluates, in f64, what depends on constants only:
/// <code>
/// %0 = constant {values: [2.0], type: f32} : f32
/// %1 = sqrt %0 : f32                               ==>   %1 = constant {values: [1.4142135623730951], type: f32} : f32
/// </code>
/// Nodes that can fault stay, for their fault belongs to the run; so do those with large results.
/// </summary>
public sealed class FoldConstants : Pass
{
    private const long MostElements = 4096;

    /// <summary>Integers of constants are held as doubles.</summary>
    private const long LargestExactInteger = 1L << 53;

    public override string Name => "fold-constants";

    public override string Summary => "Evaluates what depends on constants only.";

    public override ModelGraph Run(ModelGraph graph) => graph.Replace(f => new Rewriter(f).Rewrite());

    private sealed class Rewriter(Function function) : FunctionRewriter(function)
    {
        /// <summary>Constants by their new ids: also those of the bodies around, which are visible too.</summary>
        private readonly Dictionary<ValueId, Constant> _constants = [];

        protected override void Visit(Node node)
        {
            if (node.Operator is Constant constant)
            {
                Copy(node);
                _constants.Add(New(node.Result.Id).Id, constant);
                return;
            }
            if (!CanFold(node) || Evaluate(node) is not { } results)
            {
                Copy(node);
                return;
            }
            SetOrigin(node.Origin);
            for (int i = 0; i < results.Length; i++)
            {
                Definition folded = ApplyAll(results[i])[0];
                _constants.Add(folded.Id, results[i]);
                Replace(node.Results[i], folded);
            }
        }

        private bool CanFold(Node node)
        {
            if (node.Operator is ControlOperator || node.Operator.CanFault([.. New(node.Inputs).Select(i => i.Type)]))
                return false;
            if (node.Inputs.Any(i => !_constants.ContainsKey(New(i).Id)) || SymbolsOf.Node(node).Any())
                return false;
            // full([64], 0) says more than 64 zeros.
            bool isFill = node.Inputs.IsEmpty || node.Operator is Full;
            return node.Results.All(r => isFill ? r.Type.IsScalar : r.Type.Count.Value <= MostElements);
        }

        private Constant[]? Evaluate(Node node)
        {
            ReferenceTensor[] inputs = [.. node.Inputs.Select(i => Evaluate(_constants[New(i).Id], [], node.Origin)[0])];
            ReferenceTensor[] results = Evaluate(node.Operator, inputs, node.Origin);
            return Array.TrueForAll(results, IsExact) ? Array.ConvertAll(results, ToConstant) : null;
        }

        private static ReferenceTensor[] Evaluate(Operator op, ReferenceTensor[] inputs, Origin origin) =>
            op.Evaluate(
                new Evaluation(
                    op,
                    inputs,
                    Precision.Double,
                    s => throw new InvalidOperationException($"the size {s} is not constant"),
                    origin
                )
            );

        private static bool IsExact(ReferenceTensor tensor) =>
            tensor.IsFloat
                ? tensor.Element == ElementType.F32
                : Array.TrueForAll(tensor.Integers, i => i is >= -LargestExactInteger and <= LargestExactInteger);

        private static Constant ToConstant(ReferenceTensor tensor) =>
            new(tensor.Type, [.. tensor.IsFloat ? tensor.Reals : Array.ConvertAll(tensor.Integers, i => (double)i)]);
    }
}
