using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DynCompile.Runtime.Kernels;

/// <summary>What a sliding window makes of the elements under it, two at a time.</summary>
internal interface IWindowOperation
{
    /// <summary>What the border counts as.</summary>
    static abstract float Border { get; }

    static abstract Vector256<float> Combine(Vector256<float> x, Vector256<float> y);

    static abstract float Combine(float x, float y);
}

/// <summary>Combines the elements under a window: first the rows of the window into one line, then places of the line.</summary>
/// <remarks>With strides, the line is parted into phases, so that neighbours in the result are neighbours in each phase.</remarks>
/// <typeparam name="TOperation">How elements are combined.</typeparam>
internal readonly unsafe struct SlidingWindow<TOperation>
    where TOperation : struct, IWindowOperation
{
    private const int Width = 8;

    private readonly Window2d _window;
    private readonly int _height;
    private readonly int _width;
    private readonly int _outputHeight;
    private readonly int _outputWidth;

    /// <summary>Columns of x that a window covers.</summary>
    private readonly int _covered;

    private readonly int _phaseLength;
    private readonly float* _line;
    private readonly float* _phases;

    /// <summary>Prepares the lines in this thread's scratch.</summary>
    public SlidingWindow(int height, int width, Window2d window)
    {
        (_height, _width, _window) = (height, width, window);
        _outputHeight = window.OutputHeight(height);
        _outputWidth = window.OutputWidth(width);
        int columns = (_outputWidth - 1) * window.StrideWidth + (window.KernelWidth - 1) * window.DilationWidth + 1;
        _covered = Math.Clamp(columns - window.PaddingWidth, 0, width);
        // Loops over lines run to whole vectors; a phase is read from its place of the kernel on.
        _phaseLength = Rounded(columns / window.StrideWidth + 1) + Width;
        int line = Rounded(Math.Max(columns, _phaseLength * window.StrideWidth)) + 2 * Width;
        _line = (float*)KernelScratch.Take(((long)line + (long)_phaseLength * window.StrideWidth) * sizeof(float));
        _phases = window.StrideWidth == 1 ? _line : _line + line;
        new Span<float>(_line, line).Fill(TOperation.Border);
    }

    /// <summary>Moves over the channels of one lane.</summary>
    /// <param name="x">[channels, height, width].</param>
    /// <param name="y">[channels, output height, output width].</param>
    /// <param name="channels">Channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* x, float* y, int channels)
    {
        if (_outputWidth == 0)
            return;
        if (_window == new Window2d(2, 2, 2, 2))
        {
            CombineFours(x, y, channels);
            return;
        }
        for (int channel = 0; channel < channels; channel++, x += (nint)_height * _width)
        for (int row = 0; row < _outputHeight; row++, y += _outputWidth)
        {
            CombineRows(x, row * _window.StrideHeight - _window.PaddingHeight);
            if (_window.StrideWidth == 2)
                PartInTwo();
            else if (_window.StrideWidth > 2)
                Part();
            CombineColumns(y);
        }
    }

    // The commonest window needs no lines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CombineFours(float* x, float* y, int channels)
    {
        for (int channel = 0; channel < channels; channel++, x += (nint)_height * _width)
        for (nint row = 0; row < _outputHeight; row++, y += _outputWidth)
        {
            float* upper = x + 2 * row * _width;
            float* lower = upper + _width;
            int column = 0;
            for (; Avx2.IsSupported && column <= _outputWidth - Width; column += Width)
            {
                Vector256<float> first = Combined(upper + 2 * column, lower + 2 * column);
                Vector256<float> second = Combined(upper + 2 * column + Width, lower + 2 * column + Width);
                (Vector256<float> evens, Vector256<float> odds) = Parted(first, second);
                TOperation.Combine(evens, odds).Store(y + column);
            }
            for (; column < _outputWidth; column++)
            {
                float left = TOperation.Combine(upper[2 * column], lower[2 * column]);
                y[column] = TOperation.Combine(left, TOperation.Combine(upper[2 * column + 1], lower[2 * column + 1]));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Combined(float* x, float* y) => TOperation.Combine(Vector256.Load(x), Vector256.Load(y));

    // Even and odd elements of both halves; then the quarters change places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Evens, Vector256<float> Odds) Parted(Vector256<float> first, Vector256<float> second) =>
        (
            Avx2.Permute4x64(Avx.Shuffle(first, second, 0x88).AsInt64(), 0xD8).AsSingle(),
            Avx2.Permute4x64(Avx.Shuffle(first, second, 0xDD).AsInt64(), 0xD8).AsSingle()
        );

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CombineRows(float* x, int top)
    {
        float* line = _line + _window.PaddingWidth;
        bool isFirst = true;
        for (int ky = 0; ky < _window.KernelHeight; ky++)
        {
            int row = top + ky * _window.DilationHeight;
            if ((uint)row >= (uint)_height)
                continue;
            float* from = x + (nint)row * _width;
            int i = 0;
            if (isFirst)
            {
                for (; i <= _covered - Width; i += Width)
                    Vector256.Load(from + i).Store(line + i);
                for (; i < _covered; i++)
                    line[i] = from[i];
            }
            else
            {
                for (; i <= _covered - Width; i += Width)
                    TOperation.Combine(Vector256.Load(line + i), Vector256.Load(from + i)).Store(line + i);
                for (; i < _covered; i++)
                    line[i] = TOperation.Combine(line[i], from[i]);
            }
            isFirst = false;
        }
        if (isFirst)
            new Span<float>(line, _covered).Fill(TOperation.Border);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PartInTwo()
    {
        if (!Avx2.IsSupported)
        {
            Part();
            return;
        }
        float* odd = _phases + _phaseLength;
        for (int i = 0; i < _phaseLength; i += Width)
        {
            (Vector256<float> evens, Vector256<float> odds) = Parted(Vector256.Load(_line + 2 * i), Vector256.Load(_line + 2 * i + Width));
            evens.Store(_phases + i);
            odds.Store(odd + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part()
    {
        int stride = _window.StrideWidth;
        for (int phase = 0; phase < stride; phase++)
        {
            float* to = _phases + phase * _phaseLength;
            for (int i = 0; i < _phaseLength; i++)
                to[i] = _line[i * stride + phase];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CombineColumns(float* y)
    {
        int stride = _window.StrideWidth;
        for (int column = 0; column < _outputWidth; column += Width)
        {
            Vector256<float> combined = Vector256.Load(_phases + column);
            for (int kx = 1; kx < _window.KernelWidth; kx++)
            {
                int place = kx * _window.DilationWidth;
                float* phase = stride == 1 ? _phases + place : _phases + place % stride * _phaseLength + place / stride;
                combined = TOperation.Combine(combined, Vector256.Load(phase + column));
            }
            if (column <= _outputWidth - Width)
                combined.Store(y + column);
            else
            {
                for (int i = 0; i < _outputWidth - column; i++)
                    y[column + i] = combined[i];
            }
        }
    }

    private static int Rounded(int length) => (length + Width - 1) / Width * Width;
}
