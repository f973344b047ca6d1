namespace DynCompile.CommandLine;

/// <summary>What a box of a flow chart stands for, which its outline shows.</summary>
internal enum FlowNodeKind
{
    Start,
    Region,
    Question,
    Loop,
    Call,
    End,
}

/// <summary>A box of a flow chart.</summary>
internal sealed record FlowNode(string Id, FlowNodeKind Kind, IReadOnlyList<string> Lines, Flow Flow);
