using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Convolution as a product with vectors over places: a row is an output channel's weights, the matrix is the padded image.</summary>
/// <remarks>
/// Each result starts at its bias and adds input channel by input channel, kernel row by row, column by column; the border counts as
/// zeros. Sums of a block of places stand in scratch with their line ends, and go to the rows of y when they are complete.
/// </remarks>
/// <typeparam name="V">A vector.</typeparam>
/// <typeparam name="T">Its operations.</typeparam>
internal readonly unsafe struct PlaceConvolution<V, T>
    where V : struct
    where T : struct, IVectors<V>
{
    // A strip of the weight and what a block of places reads of the planes stay in the first-level cache.
    private const int SummandsPerBlock = 256;
    private const int FloatsOfBlock = 4096;
    private const int FewestTilesPerBlock = 4;
    private const int MostTilesPerBlock = 32;

    // Planes of a band stay in the second-level cache.
    private const int FloatsOfBand = 96 * 1024;

    private readonly PaddedPlanes _planes;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _summands;
    private readonly int _rowsOfBand;
    private readonly int _placesPerBlock;
    private readonly bool _relu;

    private readonly float* _band;
    private readonly float* _sums;
    private readonly float* _starts;
    private readonly int* _distances;
    private readonly float** _weightRows;
    private readonly float** _sumRows;

    /// <summary>Prepares a group's convolution in this thread's scratch.</summary>
    public PlaceConvolution(int inputs, int outputs, int height, int width, Window2d window, bool relu)
    {
        _planes = new PaddedPlanes(height, width, window);
        (_inputs, _outputs, _relu) = (inputs, outputs, relu);
        _summands = inputs * window.KernelHeight * window.KernelWidth;
        _rowsOfBand = _planes.RowsOfBand(inputs, FloatsOfBand);
        int inputsPerBlock = Math.Min(inputs, SummandsPerBlock / (window.KernelHeight * window.KernelWidth));
        int floats = PlacesOfTile * Math.Max(1, Math.Max(inputsPerBlock, outputs));
        _placesPerBlock = PlacesOfTile * Math.Clamp(FloatsOfBlock / floats, FewestTilesPerBlock, MostTilesPerBlock);

        // Tiles read whole vectors behind the last place.
        long band = (long)inputs * _planes.ChannelLength(_rowsOfBand) + PlacesOfTile;
        int rows = outputs + RowPointers.Padding;
        long bytes = (band + (long)outputs * _placesPerBlock + rows + _summands) * sizeof(float) + 2L * rows * sizeof(float*);
        byte* scratch = KernelScratch.Take(bytes + 5 * NativeBuffer.Alignment);
        _sums = (float*)scratch;
        scratch = Aligned(scratch + (long)outputs * _placesPerBlock * sizeof(float));
        _weightRows = (float**)scratch;
        scratch = Aligned(scratch + (long)rows * sizeof(float*));
        _sumRows = (float**)scratch;
        scratch = Aligned(scratch + (long)rows * sizeof(float*));
        _starts = (float*)scratch;
        scratch = Aligned(scratch + (long)rows * sizeof(float));
        _distances = (int*)scratch;
        scratch = Aligned(scratch + (long)_summands * sizeof(int));
        _band = (float*)scratch;

        _planes.Distances(_distances, inputs, _rowsOfBand);
        new Span<float>(_band + band - PlacesOfTile, PlacesOfTile).Clear();
        for (int row = 0; row < rows; row++)
            _sumRows[row] = _sums + (long)Math.Min(row, outputs - 1) * _placesPerBlock;
    }

    private static int PlacesOfTile => 2 * T.Count;

    /// <summary>Convolves one image.</summary>
    /// <param name="x">[inputs, height, width].</param>
    /// <param name="weight">The first output channel's weights; a prefix of the inputs is the front of each.</param>
    /// <param name="weightStride">Floats from one output channel's weights to the next one's.</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="y">[outputs, output height, output width].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* x, float* weight, nint weightStride, float* bias, float* y)
    {
        for (int row = 0; row < _outputs + RowPointers.Padding; row++)
        {
            int output = Math.Min(row, _outputs - 1);
            _weightRows[row] = weight + output * weightStride;
            _starts[row] = bias == null ? 0 : bias[output];
        }
        for (int first = 0; first < _planes.OutputHeight; first += _rowsOfBand)
        {
            _planes.Copy(x, _band, _inputs, first, _rowsOfBand);
            int places = _planes.Places(Math.Min(_rowsOfBand, _planes.OutputHeight - first));
            for (int place = 0; place < places; place += _placesPerBlock)
            {
                int count = Math.Min(_placesPerBlock, places - place);
                Sum(place, count);
                Deliver(y, first, place, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(int place, int places)
    {
        int blocks = Math.Max(1, (_summands + SummandsPerBlock - 1) / SummandsPerBlock);
        int summands = (_summands + blocks - 1) / blocks;
        var ends = new TileEnds();
        for (int block = 0; block < blocks; block++)
        {
            int first = block * summands;
            int count = Math.Min(summands, _summands - first);
            ends.Continues = block > 0;
            ends.Relu = _relu && block == blocks - 1;
            int height;
            for (int row = 0; row < _outputs; row += height)
            {
                height = TileHeight.For(T.Count, _outputs - row);
                ends.RowStarts = _starts + row;
                RowTiles(height, row, first, count, place, places, ends);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RowTiles(int height, int row, int first, int count, int place, int places, in TileEnds ends)
    {
        float** x = _weightRows + row;
        float** y = _sumRows + row;
        int* distances = _distances + first;
        float* origin = _band + place;
        nint second = T.Count;
        int at = 0;
        if (height == 1)
        {
            for (; at + 3 * PlacesOfTile < places; at += 4 * PlacesOfTile)
                RegisterTile<V, T, TableWalk>.OneByEight(x, first, count, new(origin + at, distances), second, 2 * second, y, at, ends);
            for (; at + PlacesOfTile < places; at += 2 * PlacesOfTile)
                RegisterTile<V, T, TableWalk>.OneByFour(x, first, count, new(origin + at, distances), second, 2 * second, y, at, ends);
        }
        else if (height == 2)
        {
            for (; at + PlacesOfTile < places; at += 2 * PlacesOfTile)
                RegisterTile<V, T, TableWalk>.TwoByFour(x, first, count, new(origin + at, distances), second, 2 * second, y, at, ends);
        }
        for (; at < places; at += PlacesOfTile)
            RegisterTile<V, T, TableWalk>.Rows(height, x, first, count, new(origin + at, distances), second, y, at, ends);
    }

    // Leaves the line ends out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Deliver(float* y, int firstRow, int place, int places)
    {
        int width = _planes.OutputWidth;
        int pitch = _planes.Pitch;
        nint area = (nint)_planes.OutputHeight * width;
        int end = place + places;
        for (int row = place / pitch; row * pitch < end; row++)
        {
            int from = Math.Max(place, row * pitch);
            int count = Math.Min(end, row * pitch + width) - from;
            nint to = (nint)(firstRow + row) * width + from - row * pitch;
            // The excess of the last vector lands where later places go.
            int rounded = (count + 7) & ~7;
            if (to + rounded <= area && from - place + rounded <= _placesPerBlock)
                count = rounded;
            for (int output = 0; output < _outputs; output++)
                PaddedPlanes.CopyFloats(_sums + (nint)output * _placesPerBlock + from - place, y + output * area + to, count);
        }
    }

    private static byte* Aligned(byte* pointer) => (byte*)(((nint)pointer + NativeBuffer.Alignment - 1) & -NativeBuffer.Alignment);
}
