using DynCompile.Graph;
using DynCompile.Graph.Operators;

namespace DynCompile.Passes;

/// <summary>
/// Lets what is made of a stored weight alone be made once, when it is loaded, and not in every run:
/// <code>
/// %1 = weight {path: "fc.weight", type: f32[2, 4]} : f32[2, 4]     ==>   %1 = weight {.., as: "quantized"} : i8[2, 4]
/// %2 = quantized_linear %0, %1 : f32[2]                                  %2 = weight {.., as: "row_scales"} : f32[2]
///                                                                        %3 = linear_i8 .., %1
/// </code>
/// A row of a weight has one scale whatever part of the outputs is read; a prefix of the inputs has others, and stays as it is.
/// </summary>
public sealed class PrepareWeights : Pass
{
    public override string Name => "prepare-weights";

    public override string Summary => "Quantizes stored weights when they are loaded.";

    public override ModelGraph Run(ModelGraph graph) => graph.Replace(f => new Rewriter(f).Rewrite());

    private sealed class Rewriter(Function function) : FunctionRewriter(function)
    {
        /// <summary>Weights whose rows are read whole, by their new values.</summary>
        private readonly Dictionary<ValueId, Node> _wholeRows = [];

        protected override void Visit(Node node)
        {
            if (node.Operator is QuantizedLinear or QuantizedConv2d && _wholeRows.ContainsKey(New(node.Inputs[1]).Id))
            {
                SetOrigin(node.Origin);
                Replace(node.Results[0], this.Apply(node.Operator, [.. New(node.Inputs)]));
                return;
            }
            Copy(node);
            if (node.Operator is Weight { Reading: WeightReading.AsStored } weight && weight.Type.Shape.Skip(1).All(d => d.IsConstant))
                _wholeRows.Add(New(node.Result.Id).Id, node);
        }

        public override Definition[] ApplyAll(Operator op, params Definition[] inputs) =>
            op switch
            {
                QuantizeRows =>
                [
                    Read(_wholeRows[inputs[0].Id], WeightReading.Quantized),
                    Read(_wholeRows[inputs[0].Id], WeightReading.RowScales),
                ],
                Composite composite => composite.Expand(this, inputs),
                _ => base.ApplyAll(op, inputs),
            };

        private Definition Read(Node stored, WeightReading reading)
        {
            Weight weight = ((Weight)stored.Operator) with { Reading = reading };
            Node read = stored with { Results = [stored.Result with { Type = weight.ReadType, Name = null }] };
            return Adopt(read, weight, [.. New(stored.Inputs).Select(i => i.Id)])[0];
        }
    }
}
