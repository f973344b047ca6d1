using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;

namespace DynCompile.Passes;

/// <summary>
/// The network whose quantized layers take the range of their inputs from stored scales, and not from the numbers that come:
/// <code>
/// %1 = weight {path: "fc.weight", type: f32[2, 4]} : f32[2, 4]   ==>   %1 = weight {path: "fc.weight", type: f32[2, 4]} : f32[2, 4]
/// %2 = quantized_linear %0, %1 : f32[2]                                %2 = weight {path: "fc.input_scale", type: f32} : f32
///                                                                      %3 = quantized_linear %0, %1, %2 {calibrated: true} : f32[2]
/// </code>
/// This is no <see cref="Pass"/>: the results are others.
/// </summary>
public static class CalibratedRanges
{
    /// <summary>The name of a layer's scale beside its weight.</summary>
    public const string ScaleName = "input_scale";

    // Symmetric: the largest input becomes 127.
    private const float LargestInteger = 127;

    /// <summary>The network with stored scales.</summary>
    public static ModelGraph Apply(ModelGraph graph) => graph.Replace(f => new Rewriter(f).Rewrite());

    /// <summary>The paths of all scales that the network with stored scales reads.</summary>
    public static IEnumerable<string> ScalesOf(ModelGraph graph) =>
        ModelWeights.Of(Apply(graph)).Weights.Select(w => w.Path).Where(p => p.EndsWith("." + ScaleName, StringComparison.Ordinal));

    /// <summary>The largest input that each quantized layer met so far, as a scale, by the paths of <see cref="ScalesOf"/>.</summary>
    /// <remarks>Its <see cref="Interpreter"/> watches the layers, so that ranges are those of the quantized network itself.</remarks>
    public sealed class Calibration
    {
        private readonly Dictionary<string, float> _largest = new(StringComparer.Ordinal);
        private readonly Dictionary<ReferenceTensor, string> _paths = [];

        public Calibration(ModelGraph graph, WeightSet weights, IReadOnlyDictionary<string, long> sizes) =>
            Interpreter = new Interpreter(graph, weights, Precision.Single, sizes)
            {
                WeightRead = (path, weight) => _paths[weight] = path,
                Observer = (node, inputs, _) => Observe(node, inputs),
            };

        /// <summary>Runs samples.</summary>
        public Interpreter Interpreter { get; }

        /// <summary>The scale of a path; null when no sample reached its layer.</summary>
        public float? ScaleOf(string path) =>
            !_largest.TryGetValue(path, out float largest) ? null
            // Inputs that were all zero say nothing of others; any scale keeps them.
            : largest == 0 ? 1
            : largest / LargestInteger;

        private void Observe(Node node, ReferenceTensor[] inputs)
        {
            if (node.Operator is not IQuantizedLayer)
                return;
            string path = ScalePath(WeightPath.Parse(_paths[inputs[1]])).ToString();
            _largest.TryGetValue(path, out float largest);
            foreach (double x in inputs[0].Reals)
                largest = Math.Max(largest, Math.Abs((float)x));
            _largest[path] = largest;
        }
    }

    private static WeightPath ScalePath(WeightPath weight) =>
        new WeightPath([.. weight.Segments.Take(weight.Segments.Length - 1)]).Then(ScaleName);

    private sealed class Rewriter(Function function) : FunctionRewriter(function)
    {
        private readonly Dictionary<ValueId, Node> _weights = function
            .Body.AllNodes()
            .Where(n => n.Operator is Weight)
            .ToDictionary(n => n.Result.Id);

        protected override void Visit(Node node)
        {
            if (
                node.Operator is not IQuantizedLayer { IsCalibrated: false } layer
                || !_weights.TryGetValue(node.Inputs[1], out Node? weight)
            )
            {
                Copy(node);
                return;
            }
            var scale = new Weight(ScalePath(((Weight)weight.Operator).Path), TensorType.Scalar(ElementType.F32));
            Node read = weight with { Results = [weight.Result with { Type = scale.Type, Name = null }] };
            ValueId added = Adopt(read, scale, [.. New(weight.Inputs).Select(i => i.Id)])[0].Id;
            Add(node, layer.Calibrated, [.. New(node.Inputs).Select(i => i.Id), added]);
        }
    }
}
