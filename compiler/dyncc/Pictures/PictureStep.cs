namespace DynCompile.CommandLine;

/// <summary>One item of a picture, top to bottom; the shapes follow the host program's steps.</summary>
internal abstract record PictureStep(Flow Flow)
{
    /// <summary>A condition-free region.</summary>
    /// <param name="Weights">The paths of the weights that it reads, with their types.</param>
    /// <param name="Lines">The lines of the source that it comes from.</param>
    /// <param name="Source">These lines themselves, with their numbers.</param>
    /// <param name="MultiplyAdds">Of one sample that goes through once.</param>
    internal sealed record Region(
        Flow Flow,
        int Id,
        IReadOnlyList<Operation> Operations,
        IReadOnlyList<string> Weights,
        string Lines,
        IReadOnlyList<string> Source,
        long MultiplyAdds
    ) : PictureStep(Flow);

    /// <param name="Text">The line of the source that asks.</param>
    internal sealed record Branch(Flow Flow, string Text, Sequence Then, Sequence Else) : PictureStep(Flow);

    /// <param name="Limit">The most iterations, a number or an elastic size.</param>
    /// <param name="Done">What goes on behind the loop.</param>
    /// <param name="Condition">What is computed to decide whether an iteration starts; null when only the limit ends the loop.</param>
    internal sealed record Loop(Flow Flow, Flow Done, string Text, string Limit, Sequence? Condition, Sequence Body) : PictureStep(Flow);

    /// <summary>A <c>switch</c> or a <c>with</c>: the samples part by an index or a size and meet again behind the body.</summary>
    internal sealed record Parting(Flow Flow, string Text, string By, Sequence Body) : PictureStep(Flow);

    /// <param name="Path">Where the block's weights are.</param>
    internal sealed record Call(Flow Flow, string Function, string Path) : PictureStep(Flow);

    /// <summary>The end of a way: an exit, a return, <c>break</c> or <c>continue</c>.</summary>
    internal sealed record Leaving(Flow Flow, LeavingKind Kind, string Name) : PictureStep(Flow);
}
