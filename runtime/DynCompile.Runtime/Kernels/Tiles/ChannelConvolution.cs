using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Convolution as a product with vectors over output channels: a row is a place of the image, the matrix is the weight.</summary>
/// <remarks>
/// What the summands of a place are multiplied by stands at the same distances from the place's corner, so places need no copy of their
/// own, and the image itself serves where there is no border. Results are turned from [places][channels] when they are complete.
/// Sums have the order of <see cref="PlaceConvolution{V, T}"/>.
/// </remarks>
/// <typeparam name="V">A vector.</typeparam>
/// <typeparam name="T">Its operations.</typeparam>
internal readonly unsafe struct ChannelConvolution<V, T>
    where V : struct
    where T : struct, IVectors<V>
{
    private const int SummandsPerBlock = 384;
    private const int PlacesPerBlock = RowPointers.BlockSize;
    private const int FloatsOfBand = 96 * 1024;

    private readonly Window2d _window;
    private readonly PaddedPlanes _planes;
    private readonly bool _hasBorder;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _summands;
    private readonly int _outputHeight;
    private readonly int _outputWidth;
    private readonly int _rowsOfBand;
    private readonly int _rowsOfPlanes;
    private readonly bool _relu;

    private readonly float* _sums;
    private readonly float* _starts;
    private readonly float* _band;
    private readonly int* _distances;

    /// <summary>Prepares a convolution without groups in this thread's scratch.</summary>
    public ChannelConvolution(int inputs, int outputs, int height, int width, Window2d window, bool relu)
    {
        (_inputs, _outputs, _window, _relu) = (inputs, outputs, window, relu);
        _outputHeight = window.OutputHeight(height);
        _outputWidth = window.OutputWidth(width);
        _summands = inputs * window.KernelHeight * window.KernelWidth;
        _hasBorder = window.PaddingHeight > 0 || window.PaddingWidth > 0;
        // Corners move by the stride; the planes hold every row and column.
        _planes = new PaddedPlanes(height, width, window with { StrideHeight = 1, StrideWidth = 1 });
        int rows = _hasBorder ? _planes.RowsOfBand(inputs, FloatsOfBand) : _planes.OutputHeight;
        _rowsOfBand = (rows - 1) / window.StrideHeight + 1;
        _rowsOfPlanes = _hasBorder ? (_rowsOfBand - 1) * window.StrideHeight + 1 : rows;

        long sums = Rounded((long)PlacesPerBlock * ChannelsOfTile);
        long starts = Rounded(outputs + ChannelsOfTile);
        long distances = Rounded(_summands);
        long band = _hasBorder ? (long)inputs * _planes.ChannelLength(_rowsOfPlanes) : 0;
        _sums = (float*)KernelScratch.Take((sums + starts + distances + band) * sizeof(float));
        _starts = _sums + sums;
        _distances = (int*)(_starts + starts);
        _band = (float*)(_distances + distances);
        _planes.Distances(_distances, inputs, _rowsOfPlanes);
    }

    private static int ChannelsOfTile => 2 * T.Count;

    /// <summary>Convolves one image.</summary>
    /// <param name="x">[inputs, height, width].</param>
    /// <param name="weight">[summands, outputs].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="y">[outputs, output height, output width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* x, in PanelMatrix weight, float* bias, float* y)
    {
        new Span<float>(_starts, _outputs + ChannelsOfTile).Clear();
        if (bias != null)
            new Span<float>(bias, _outputs).CopyTo(new Span<float>(_starts, _outputs));
        float** corners = stackalloc float*[RowPointers.Room];
        float** sums = stackalloc float*[RowPointers.Room];
        RowPointers.Fill(sums, _sums, PlacesPerBlock, ChannelsOfTile);
        nint area = (nint)_outputHeight * _outputWidth;
        for (int firstRow = 0; firstRow < _outputHeight; firstRow += _rowsOfBand)
        {
            float* origin = x;
            if (_hasBorder)
            {
                _planes.Copy(x, _band, _inputs, firstRow * _window.StrideHeight, _rowsOfPlanes);
                origin = _band;
            }
            int places = Math.Min(_rowsOfBand, _outputHeight - firstRow) * _outputWidth;
            for (int place = 0; place < places; place += PlacesPerBlock)
            {
                int count = Math.Min(PlacesPerBlock, places - place);
                FillCorners(corners, origin, place, count);
                float* results = y + (nint)firstRow * _outputWidth + place;
                for (int channel = 0; channel < _outputs; channel += ChannelsOfTile)
                {
                    int channels = Math.Min(ChannelsOfTile, _outputs - channel);
                    Sum(corners, sums, count, weight, channel, channels);
                    Transposition.Copy(_sums, ChannelsOfTile, results + channel * area, area, count, channels);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillCorners(float** corners, float* origin, int place, int count)
    {
        int row = place / _outputWidth;
        int column = place % _outputWidth;
        nint rowStride = (nint)_window.StrideHeight * _planes.Pitch;
        for (int i = 0; i < count; i++)
        {
            corners[i] = origin + row * rowStride + (nint)column * _window.StrideWidth;
            if (++column == _outputWidth)
                (row, column) = (row + 1, 0);
        }
        RowPointers.Repeat(corners, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(float** corners, float** sums, int places, in PanelMatrix weight, int channel, int channels)
    {
        int blocks = Math.Max(1, (_summands + SummandsPerBlock - 1) / SummandsPerBlock);
        int summands = (_summands + blocks - 1) / blocks;
        nint second = weight.Second<T, V>(channels);
        var ends = new TileEnds { ColumnStarts = _starts + channel };
        for (int block = 0; block < blocks; block++)
        {
            int first = block * summands;
            int count = Math.Min(summands, _summands - first);
            ends.Continues = block > 0;
            ends.Relu = _relu && block == blocks - 1;
            var walk = new ScatteredWalk(weight.Line(first, channel), weight.LineStride, _distances + first);
            int height;
            for (int place = 0; place < places; place += height)
            {
                height = TileHeight.For(T.Count, places - place);
                RegisterTile<V, T, ScatteredWalk>.Rows(height, corners + place, 0, count, walk, second, sums + place, 0, ends);
            }
        }
    }

    private static long Rounded(long floats) => (floats + 15) / 16 * 16;
}
