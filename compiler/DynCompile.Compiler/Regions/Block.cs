using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>
/// A condition-free sub-network: nodes without bodies, run for all live samples in one go. Weights and constants that it uses are
/// nodes of its own, so that only computed values cross its border.
/// </summary>
/// <param name="LiveIns">Values computed before that it reads, ascending.</param>
/// <param name="LiveOuts">Values that it computes for others, ascending.</param>
public sealed record Block(int Id, EquatableArray<Node> Nodes, EquatableArray<ValueId> LiveIns, EquatableArray<ValueId> LiveOuts);
