using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// x · wᵀ + b over the last axis: x [.., in], w [out, in], b [out] gives [.., out]. With <see cref="Sparsity"/> the weight is pruned
/// N:M along its inputs before use; with <see cref="Relu"/> negative results become 0.
/// </summary>
public sealed record Linear(Sparsity? Sparsity = null, bool Relu = false) : Operator
{
    public static readonly OperatorDefinition Operator = new(
        "linear",
        "Matrix product with a weight [out, in] over the last axis, plus a bias.",
        ["x", "weight", new Parameter.Value("bias", Arity.Optional), Sparse.Parameter],
        a => new Linear(a.Sparsity("sparse"), a.Flag("relu"))
    )
    {
        OfPasses = Activation.Attributes,
        Layer = new LayerForm(
            [new("out", AttributeKind.Size), new("bias", AttributeKind.Flag, true), Sparse.Parameter, Quantization.Parameter],
            ["x"],
            Resolve
        ),
    };

    public override OperatorDefinition Definition => Operator;

    public override IEnumerable<NamedAttribute> Attributes => [.. Sparse.Attribute(Sparsity), .. Activation.Attribute(Relu)];

    private static LayerResolution Resolve(Attributes arguments, EquatableArray<TensorType> data)
    {
        if (data[0].Rank < 1)
            return new TypeProblem.Rank(0, "at least 1");
        if (Quantization.Check(arguments) is { } unquantizable)
            return unquantizable;
        var weight = new LayerWeight("weight", TensorType.F32(arguments.Size("out"), data[0].Shape[^1]));
        var bias = new LayerWeight("bias", TensorType.F32(arguments.Size("out")));
        Operator linear = Quantization.IsAsked(arguments) ? new QuantizedLinear() : new Linear(arguments.Sparsity("sparse"));
        return new LayerResolution.Resolved(linear, arguments.Flag("bias") ? [weight, bias] : [weight]);
    }

    public override Inference Infer(EquatableArray<TensorType> inputs)
    {
        if (TypeRules.AllF32(inputs) is { } problem)
            return problem;
        if (inputs[0].Rank < 1)
            return new TypeProblem.Rank(0, "at least 1");
        if (inputs[1].Rank != 2)
            return new TypeProblem.Rank(1, "2");
        Size inFeatures = inputs[1].Shape[1];
        Size outFeatures = inputs[1].Shape[0];
        if (!TypeRules.AreEqual(inputs[0].Shape[^1], inFeatures))
            return new TypeProblem.Extent(0, inputs[0].Rank - 1, inFeatures, "the inputs of the weight");
        if (inputs.Length == 3 && (inputs[2].Rank != 1 || inputs[2].Shape[0] != outFeatures))
            return inputs[2].Rank != 1
                ? new TypeProblem.Rank(2, "1")
                : new TypeProblem.Extent(2, 0, outFeatures, "the outputs of the weight");
        if (Sparse.Check(Sparsity, "the inputs", inFeatures, outFeatures) is { } indivisible)
            return indivisible;
        return inputs[0].With([.. inputs[0].Shape.Take(inputs[0].Rank - 1), outFeatures]);
    }

    public override ReferenceTensor[] Evaluate(Evaluation evaluation)
    {
        ReferenceTensor x = evaluation.Inputs[0];
        ReferenceTensor y = evaluation.NewOutput(0);
        (int outFeatures, int inFeatures) = (evaluation.Inputs[1].Shape[0], evaluation.Inputs[1].Shape[1]);
        double[] weight = Sparse.Prune(evaluation.Inputs[1], Sparsity, outFeatures, inFeatures, positions: 1);
        double[]? bias = evaluation.Inputs.Count == 3 ? evaluation.Inputs[2].Reals : null;
        for (int row = 0; row < y.Count / Math.Max(outFeatures, 1); row++)
        for (int o = 0; o < outFeatures; o++)
        {
            double sum = 0;
            for (int i = 0; i < inFeatures; i++)
                sum = evaluation.Round(sum + x.Reals[row * inFeatures + i] * weight[o * inFeatures + i]);
            y.Reals[row * outFeatures + o] = Activation.Of(bias is null ? sum : evaluation.Round(sum + bias[o]), Relu);
        }
        return [y];
    }

    public override Size MultiplyAdds(EquatableArray<TensorType> inputs, EquatableArray<TensorType> outputs)
    {
        Size dense = outputs[0].Count * inputs[1].Shape[1];
        return Sparse.Kept(dense, Sparsity);
    }
}
