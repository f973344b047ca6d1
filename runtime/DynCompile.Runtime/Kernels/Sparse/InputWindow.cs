using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DynCompile.Runtime.Kernels.Sparse;

/// <summary>The M consecutive inputs of a sparse block in registers, from which each lane takes the one that its weight belongs to.</summary>
/// <remarks>Only the low bits of a place count, those that tell M inputs apart.</remarks>
internal unsafe interface IInputWindow<TSelf>
    where TSelf : struct, IInputWindow<TSelf>
{
    static abstract int Size { get; }
    static abstract TSelf Load(float* x);
    Vector256<float> Take(Vector256<int> places);
}

/// <summary>Two inputs, four times over.</summary>
internal readonly unsafe struct WindowOf2(Vector256<float> inputs) : IInputWindow<WindowOf2>
{
    public static int Size => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WindowOf2 Load(float* x) => new(Vector256.Create(*(double*)x).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Take(Vector256<int> places) =>
        Avx.IsSupported ? Avx.PermuteVar(inputs, places) : Vector256.Shuffle(inputs, places & Vector256.Create(1));
}

/// <summary>Four inputs, twice.</summary>
internal readonly unsafe struct WindowOf4(Vector256<float> inputs) : IInputWindow<WindowOf4>
{
    public static int Size => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WindowOf4 Load(float* x) => new(Vector256.Create(Vector128.Load(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Take(Vector256<int> places) =>
        Avx.IsSupported ? Avx.PermuteVar(inputs, places) : Vector256.Shuffle(inputs, places & Vector256.Create(3));
}

/// <summary>Eight inputs.</summary>
internal readonly unsafe struct WindowOf8(Vector256<float> inputs) : IInputWindow<WindowOf8>
{
    public static int Size => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WindowOf8 Load(float* x) => new(Vector256.Load(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Take(Vector256<int> places) =>
        Avx2.IsSupported ? Avx2.PermuteVar8x32(inputs, places) : Vector256.Shuffle(inputs, places & Vector256.Create(7));
}

/// <summary>Sixteen inputs in two registers.</summary>
internal readonly unsafe struct WindowOf16(WindowOf8 low, WindowOf8 high) : IInputWindow<WindowOf16>
{
    public static int Size => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WindowOf16 Load(float* x) => new(WindowOf8.Load(x), WindowOf8.Load(x + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Take(Vector256<int> places)
    {
        Vector256<int> isHigh = Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(places, 28), 31);
        return Vector256.ConditionalSelect(isHigh.AsSingle(), high.Take(places), low.Take(places));
    }
}
