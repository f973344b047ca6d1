using DynCompile.Graph.Reference;
using DynCompile.Text;

namespace DynCompile.Graph.Operators;

/// <summary>
/// An operator that holds bodies or names something outside the graph. Its types come from those, the verifier checks them,
/// and the interpreter runs it itself.
/// </summary>
public abstract record ControlOperator : Operator
{
    public override IEnumerable<NamedAttribute> Attributes => [];

    public sealed override Inference Infer(EquatableArray<TensorType> inputs) =>
        throw new InvalidOperationException($"the types of {Name} come from what it holds");

    public sealed override ReferenceTensor[] Evaluate(Evaluation evaluation) =>
        throw new InvalidOperationException($"{Name} is run by the interpreter");
}
