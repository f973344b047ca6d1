using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Channels copied with their border of zeros, so that a kernel position is one distance for all places of an image.</summary>
/// <remarks>
/// With the line ends included, the places of an image follow each other: what the kernel's position (ky, kx) needs for place p stands at
/// p plus a distance. A place in the line end is computed and dropped. With strides, every stride-th row and column forms a plane of its
/// own, a phase, in which the same holds: [channels][row phases][column phases][rows][pitch]. Phases that no position needs are left out.
/// </remarks>
internal readonly unsafe struct PaddedPlanes
{
    private readonly Window2d _window;
    private readonly int _height;
    private readonly int _width;
    private readonly int _rowPeriod;
    private readonly int _columnPeriod;
    private readonly int _rowPhases;
    private readonly int _columnPhases;
    private readonly int _halo;

    /// <param name="height">Rows of x.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="window">How the kernel moves; it has a place at least.</param>
    public PaddedPlanes(int height, int width, Window2d window)
    {
        (_height, _width, _window) = (height, width, window);
        OutputHeight = window.OutputHeight(height);
        OutputWidth = window.OutputWidth(width);
        _rowPeriod = Period(window.StrideHeight, window.DilationHeight);
        _rowPhases = Math.Min(window.KernelHeight, _rowPeriod);
        _halo = (window.KernelHeight - 1) * window.DilationHeight / window.StrideHeight;
        _columnPeriod = Period(window.StrideWidth, window.DilationWidth);
        _columnPhases = Math.Min(window.KernelWidth, _columnPeriod);
        Pitch = OutputWidth + (window.KernelWidth - 1) * window.DilationWidth / window.StrideWidth;
    }

    public int OutputHeight { get; }

    public int OutputWidth { get; }

    /// <summary>From a place to the one below.</summary>
    public int Pitch { get; }

    /// <summary>Places of a band of output rows, line ends between them included.</summary>
    public int Places(int rows) => (rows - 1) * Pitch + OutputWidth;

    /// <summary>Floats of one channel for a band of output rows.</summary>
    public int ChannelLength(int rows) => _rowPhases * _columnPhases * (rows + _halo) * Pitch;

    /// <summary>Output rows of a band whose planes take so many floats, or a few rows more than the kernel if that is too few.</summary>
    public int RowsOfBand(int channels, int floats)
    {
        int line = Math.Max(1, channels * _rowPhases * _columnPhases * Pitch);
        return Math.Clamp(floats / line - _halo, Math.Min(OutputHeight, 4 * (_halo + 1)), OutputHeight);
    }

    /// <summary>The distance of each summand: [channels][kernel rows][kernel columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Distances(int* distances, int channels, int rowsOfBand)
    {
        int plane = (rowsOfBand + _halo) * Pitch;
        for (int channel = 0; channel < channels; channel++)
        for (int ky = 0; ky < _window.KernelHeight; ky++)
        {
            int line = (channel * _rowPhases + ky % _rowPeriod) * _columnPhases;
            int row = ky * _window.DilationHeight / _window.StrideHeight * Pitch;
            for (int kx = 0; kx < _window.KernelWidth; kx++)
                *distances++ = (line + kx % _columnPeriod) * plane + row + kx * _window.DilationWidth / _window.StrideWidth;
        }
    }

    /// <summary>Copies what a band of output rows needs of all channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(float* x, float* planes, int channels, int firstRow, int rowsOfBand)
    {
        int rows = rowsOfBand + _halo;
        for (int channel = 0; channel < channels; channel++, x += (nint)_height * _width)
        for (int rowPhase = 0; rowPhase < _rowPhases; rowPhase++)
        for (int columnPhase = 0; columnPhase < _columnPhases; columnPhase++)
        {
            int top = firstRow * _window.StrideHeight + rowPhase * _window.DilationHeight % _window.StrideHeight - _window.PaddingHeight;
            int left = columnPhase * _window.DilationWidth % _window.StrideWidth - _window.PaddingWidth;
            for (int row = 0; row < rows; row++, planes += Pitch)
            {
                int y = top + row * _window.StrideHeight;
                if ((uint)y < (uint)_height)
                    CopyLine(x + (nint)y * _width, planes, left);
                else
                    Clear(planes, Pitch);
            }
        }
    }

    private void CopyLine(float* x, float* line, int left)
    {
        int stride = _window.StrideWidth;
        int first = left >= 0 ? 0 : Math.Min(Pitch, (-left + stride - 1) / stride);
        int end = left >= _width ? first : Math.Clamp((_width - 1 - left) / stride + 1, first, Pitch);
        Clear(line, first);
        if (stride == 1)
            CopyFloats(x + left + first, line + first, end - first);
        else
        {
            float* from = x + left + (nint)first * stride;
            for (int i = first; i < end; i++, from += stride)
                line[i] = *from;
        }
        Clear(line + end, Pitch - end);
    }

    /// <summary>Copies a run, without the call that a span's copy is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyFloats(float* from, float* to, int count)
    {
        int i = 0;
        for (; i <= count - 8; i += 8)
            Vector256.Load(from + i).Store(to + i);
        if (i < count && count >= 8)
            Vector256.Load(from + count - 8).Store(to + count - 8);
        else
        {
            for (; i < count; i++)
                to[i] = from[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(float* to, int count)
    {
        for (int i = 0; i < count; i++)
            to[i] = 0;
    }

    // Positions of the kernel so far apart fall on the same rows.
    private static int Period(int stride, int dilation)
    {
        (int a, int b) = (stride, dilation);
        while (b != 0)
            (a, b) = (b, a % b);
        return stride / a;
    }
}
