using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Sessions;

internal sealed class DoublingSession : ModelSession
{
    private readonly DoublingModel _model;
    private readonly Rows<int> _index;
    private readonly Rows<float> _scale;
    private readonly Rows<float> _y;
    private readonly Rows<float> _row;
    private readonly Rows<int> _exit;

    public DoublingSession(DoublingModel model, int maxBatch)
        : base(model, maxBatch, arenaBytesPerLane: 5 * 64, sites: 1)
    {
        _model = model;
        _index = Rows<int>(0, 1);
        _scale = Rows<float>(64, 2);
        _y = Rows<float>(128, 2);
        _row = Rows<float>(192, 1);
        _exit = Rows<int>(256, 1);
        BindInput(0, _index);
        BindInput(1, _scale);
        BindOutput(0, _y);
        BindOutput(1, _exit);
    }

    public int Width => ElasticSize(0);

    public int Depth => ElasticSize(1);

    public void RunBatch(
        ReadOnlySpan<int> index,
        ReadOnlySpan<float> scale,
        int count,
        Span<float> y,
        Span<int> exit,
        CancellationToken cancellationToken = default
    )
    {
        RequireInput(0, index.Length, count, nameof(index));
        RequireInput(1, scale.Length, count, nameof(scale));
        RequireResult(0, y.Length, count, nameof(y));
        RequireResult(1, exit.Length, count, nameof(exit));
        RunBatch(new Batch(this, index, scale, y, exit), count, cancellationToken);
    }

    public void Choose(long? budget, params ReadOnlySpan<int?> sizes) => ChooseSizes(budget, sizes);

    protected override void RunChunk(int count)
    {
        Lanes live = All(count);
        Enter(0, live);
        IndexSelect.Run(live, _model.Table, _index, _row, 1, 8, 1, 1, At(2, 5));
        foreach (int lane in live)
        {
            for (int i = 0; i < 2; i++)
                _y.Span(lane, 2)[i] = _row[lane] * _scale.Span(lane, 2)[i] * Width;
            _exit[lane] = _index[lane] % 2;
        }
    }

    private readonly ref struct Batch : IBatch
    {
        private readonly DoublingSession _session;
        private readonly ReadOnlySpan<int> _index;
        private readonly ReadOnlySpan<float> _scale;
        private readonly Span<float> _y;
        private readonly Span<int> _exit;

        public Batch(DoublingSession session, ReadOnlySpan<int> index, ReadOnlySpan<float> scale, Span<float> y, Span<int> exit)
        {
            _session = session;
            _index = index;
            _scale = scale;
            _y = y;
            _exit = exit;
        }

        public void CopyIn(ModelSession session, int first, int count)
        {
            var lanes = (DoublingSession)session;
            lanes.CopyIn(0, _index, first, count);
            lanes.CopyIn(1, _scale, first, count);
        }

        public void CopyOut()
        {
            _session.CopyResult(0, _y);
            _session.CopyResult(1, _exit);
        }
    }
}
