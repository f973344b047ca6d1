using DynCompile.Graph;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary>A value as one target computed it.</summary>
/// <param name="Node">What computed it, with its place in the model's text.</param>
/// <param name="Result">Which of the node's results.</param>
internal sealed record ComputedValue(Node Node, Definition Result, Tensor Value);

/// <summary>All that a target computed for one sample, in order, and how it ended.</summary>
/// <param name="Fault">What the model asked for that does not exist; null when it ended well.</param>
internal sealed record StepLog(IReadOnlyList<ComputedValue> Values, StepFault? Fault);

/// <param name="Place">Where in the model's text, as an <see cref="Origin"/> prints.</param>
/// <param name="Message">What happened; null from an oracle that knows the place only.</param>
internal sealed record StepFault(string Place, string? Message)
{
    public bool Matches(StepFault other) => Place == other.Place && (Message is null || other.Message is null || Message == other.Message);

    public override string ToString() => Message ?? $"line {Place}";
}
