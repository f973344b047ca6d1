namespace DynCompile.CommandLine;

/// <summary>A line of a flow chart, from box to box.</summary>
/// <param name="Label">Empty for a line that says nothing but its direction.</param>
internal sealed record FlowEdge(string From, string To, string Label, Flow Flow);
