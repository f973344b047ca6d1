namespace DynCompile.CommandLine;

/// <summary>Steps one below the other; the lines between them carry what goes on.</summary>
internal sealed class SvgSequence : SvgBox
{
    private const double Gap = 30;

    private readonly Sequence _sequence;
    private readonly SvgBox[] _boxes;

    public SvgSequence(Sequence sequence, bool isInteractive)
    {
        _sequence = sequence;
        _boxes = [.. sequence.Steps.Select(step => BoxOf(step, isInteractive))];
        Left = _boxes.Select(b => b.Left).DefaultIfEmpty(0).Max();
        Right = _boxes.Select(b => b.Right).DefaultIfEmpty(0).Max();
        Height = _boxes.Sum(b => b.Height) + Gap * Math.Max(0, _boxes.Length - 1);
    }

    public bool IsEmpty => _boxes.Length == 0;

    public override void Draw(SvgCanvas canvas, double axis, double top)
    {
        for (int i = 0; i < _boxes.Length; i++)
        {
            if (i > 0)
                canvas.Down(axis, top - Gap, top, _sequence.Steps[i].Flow);
            _boxes[i].Draw(canvas, axis, top);
            top += _boxes[i].Height + Gap;
        }
    }

    private static SvgBox BoxOf(PictureStep step, bool isInteractive) =>
        step switch
        {
            PictureStep.Region region => new SvgRegion(region, isInteractive),
            PictureStep.Branch branch => SvgBranch.Of(branch, isInteractive),
            PictureStep.Loop loop => new SvgLoop(loop, isInteractive),
            PictureStep.Parting parting => new SvgParting(parting, isInteractive),
            PictureStep.Call call => new SvgCall(call),
            PictureStep.Leaving leaving => new SvgLeaving(leaving),
            _ => throw new InvalidOperationException($"{step.GetType().Name} is nothing that is drawn"),
        };
}
