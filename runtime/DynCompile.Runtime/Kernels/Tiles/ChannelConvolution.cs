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
    private const int MostPlacesPerBlock = RowPointers.BlockSize;
    private const int FloatsOfBand = 96 * 1024;
    private const int FloatsOfImages = 256 * 1024;

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
    private readonly int _imagesTogether;
    private readonly nint _bandLength;
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

        long sums = Rounded((long)MostPlacesPerBlock * ChannelsOfTile);
        long starts = Rounded(outputs + ChannelsOfTile);
        long distances = Rounded(_summands);
        _bandLength = _hasBorder ? (nint)inputs * _planes.ChannelLength(_rowsOfPlanes) : 0;
        int area = _outputHeight * _outputWidth;
        if (_rowsOfBand >= _outputHeight && 2 * area <= MostPlacesPerBlock)
            _imagesTogether = (int)Math.Clamp(FloatsOfImages / Math.Max(1, _bandLength), 1, MostPlacesPerBlock / area);
        else
            _imagesTogether = 1;
        _sums = (float*)KernelScratch.Take((sums + starts + distances + _imagesTogether * _bandLength) * sizeof(float));
        _starts = _sums + sums;
        _distances = (int*)(_starts + starts);
        _band = (float*)(_distances + distances);
        _planes.Distances(_distances, inputs, _rowsOfPlanes);
    }

    private static int ChannelsOfTile => 2 * T.Count;

    /// <summary>Convolves the image of each lane. Small images are rows of the same product, so that they share the way of the weight.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[inputs, height, width].</param>
    /// <param name="weight">[summands, outputs].</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="y">[outputs, output height, output width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Lanes live, Rows<float> x, in PanelMatrix weight, Rows<float> bias, Rows<float> y)
    {
        new Span<float>(_starts, _outputs + ChannelsOfTile).Clear();
        float** corners = stackalloc float*[RowPointers.Room];
        float** sums = stackalloc float*[RowPointers.Room];
        RowPointers.Fill(sums, _sums, MostPlacesPerBlock, ChannelsOfTile);
        int together = bias.Stride == 0 ? _imagesTogether : 1;
        for (int place = 0; place < live.Count; place += together)
        {
            if (!bias.IsNull)
                bias.Span(live[place], _outputs).CopyTo(new Span<float>(_starts, _outputs));
            if (_imagesTogether > 1)
                Images(live, place, Math.Min(together, live.Count - place), x, weight, y, corners, sums);
            else
                Image(x.Row(live[place]), weight, y.Row(live[place]), corners, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Image(float* x, in PanelMatrix weight, float* y, float** corners, float** sums)
    {
        nint area = (nint)_outputHeight * _outputWidth;
        for (int firstRow = 0; firstRow < _outputHeight; firstRow += _rowsOfBand)
        {
            float* origin = Band(x, _band, firstRow);
            int places = Math.Min(_rowsOfBand, _outputHeight - firstRow) * _outputWidth;
            int placesPerBlock = PlacesPerBlock(places);
            for (int place = 0; place < places; place += placesPerBlock)
            {
                int count = Math.Min(placesPerBlock, places - place);
                FillCorners(corners, origin, place, count);
                RowPointers.Repeat(corners, count);
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
    private void Images(
        Lanes live,
        int first,
        int count,
        Rows<float> x,
        in PanelMatrix weight,
        Rows<float> y,
        float** corners,
        float** sums
    )
    {
        int area = _outputHeight * _outputWidth;
        for (int i = 0; i < count; i++)
            FillCorners(corners + i * area, Band(x.Row(live[first + i]), _band + i * _bandLength, 0), 0, area);
        RowPointers.Repeat(corners, count * area);
        for (int channel = 0; channel < _outputs; channel += ChannelsOfTile)
        {
            int channels = Math.Min(ChannelsOfTile, _outputs - channel);
            Sum(corners, sums, count * area, weight, channel, channels);
            for (int i = 0; i < count; i++)
            {
                float* results = y.Row(live[first + i]) + (nint)channel * area;
                Transposition.Copy(_sums + (nint)i * area * ChannelsOfTile, ChannelsOfTile, results, area, area, channels);
            }
        }
    }

    // What a band of output rows is computed from.
    private float* Band(float* x, float* planes, int firstRow)
    {
        if (!_hasBorder)
            return x + (nint)firstRow * _window.StrideHeight * _planes.Pitch;
        _planes.Copy(x, planes, _inputs, firstRow * _window.StrideHeight, _rowsOfPlanes);
        return planes;
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

    // Blocks of about the same size, in whole tiles: each reads the whole weight.
    private static int PlacesPerBlock(int places)
    {
        int blocks = (places + MostPlacesPerBlock - 1) / MostPlacesPerBlock;
        return ((places + blocks - 1) / blocks + TileHeight.Most - 1) / TileHeight.Most * TileHeight.Most;
    }

    private static long Rounded(long floats) => (floats + 15) / 16 * 16;
}
