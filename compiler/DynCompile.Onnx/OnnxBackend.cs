using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Passes;
using DynCompile.Regions;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Onnx;

/// <summary>
/// The onnx target, DyCL's promise: every region of a dynamic network as an ONNX file without <c>If</c> and <c>Loop</c>, which any existing
/// compiler takes, and the host program between them as a readable manifest.
/// </summary>
public static class OnnxBackend
{
    private const string ComputedSparse = "`sparse` on a weight that the network computes";
    private const string ElasticPool = "elastic rows or columns";

    /// <summary>The target's name in diagnostics.</summary>
    public const string Target = "onnx";

    /// <summary>The operator set of all regions.</summary>
    public const int Opset = 18;

    /// <summary>
    /// What is emitted: composites as their parts, but nothing fused, for that is what the compiler behind ONNX is for.
    /// </summary>
    public static PassPipeline Passes { get; } =
        new([
            new DecomposeComposites(),
            new FoldConstants(),
            new SimplifyShapes(),
            new EliminateCommonSubexpressions(),
            new EliminateDeadCode(),
        ]);

    /// <summary>Whether the target has an operator that has no parts.</summary>
    public static bool Has(Operator op) => OperatorNodes.Has(op);

    /// <summary>What the target refuses of an operator that it has; null when nothing.</summary>
    public static string? LimitOf(OperatorDefinition definition) =>
        definition == AdaptiveAvgPool2d.Operator ? ElasticPool
        : definition.Attributes.Any(a => a.Kind == AttributeKind.Sparsity) ? ComputedSparse
        : null;

    /// <summary>The regions of a model as it was bound.</summary>
    public static RegionProgram Cut(ModelGraph bound) => RegionCutter.Cut(Passes.Run(bound).Graph);

    /// <summary>Reports what of a model the target cannot do.</summary>
    public static void Validate(RegionProgram program, SourceSet sources, DiagnosticBag diagnostics)
    {
        foreach (RegionFunction function in program.Functions)
        {
            Dictionary<ValueId, TensorType> types = function.Definitions.ToDictionary(d => d.Id, d => d.Type);
            HashSet<ValueId> stored = [];
            foreach (Node node in function.Source.Body.AllNodes())
            {
                if (node.Operator is Weight || (node.Operator is Reshape && stored.Contains(node.Inputs[0])))
                    stored.Add(node.Result.Id);
                if (WhyNot(node, types, stored) is { } reason)
                    diagnostics.Report(new NotOnTarget(sources.At(node.Origin.File, node.Origin.Line, node.Origin.Column), Target, reason));
            }
        }
    }

    /// <summary>The manifest, the regions and the weights of a model that passed <see cref="Validate"/>.</summary>
    /// <param name="showsValues">Whether regions give all values that they compute, for whoever looks into them.</param>
    public static OnnxPackage Emit(RegionProgram program, WeightSet weights, bool showsValues = false) =>
        new PackageWriter(program, weights, showsValues).Write();

    /// <summary>What a value is called in the manifest, within its function.</summary>
    public static string NameOf(Definition value) => value.Name is { } name ? $"{name}.{value.Id.Index}" : $"v{value.Id.Index}";

    private static string? WhyNot(Node node, Dictionary<ValueId, TensorType> types, HashSet<ValueId> stored) =>
        node.Operator switch
        {
            Linear { Sparsity: not null } or Conv2d { Sparsity: not null } when !stored.Contains(node.Inputs[1]) => ComputedSparse,
            AdaptiveAvgPool2d pool when pool.Size != 1 && types[node.Inputs[0]].Shape.Skip(1).Any(d => !d.IsConstant) =>
                $"`{pool.Name}` of {ElasticPool}",
            { } op when !Has(op) => $"`{op.Name}`",
            _ => null,
        };
}
