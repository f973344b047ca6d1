using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DynCompile.Runtime;

public static partial class Elementary
{
    /// <inheritdoc cref="Exp(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x) => Exp(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Log(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x) => Log(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Tanh(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x) => Tanh(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Sigmoid(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => Sigmoid(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Softplus(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Softplus(float x) => Softplus(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Erf(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Erf(float x) => Erf(Vector256.Create(x)).ToScalar();

    /// <summary>x to the y, as <see cref="MathF.Pow"/>.</summary>
    public static float Pow(float x, float y) => MathF.Pow(x, y);

    /// <inheritdoc cref="Sqrt(Vector256{float})"/>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <inheritdoc cref="Abs(Vector256{float})"/>
    public static float Abs(float x) => MathF.Abs(x);

    /// <summary>The magnitude; the smallest integer stays as it is.</summary>
    public static int Abs(int x) => x < 0 ? unchecked(-x) : x;

    /// <summary>The magnitude; the smallest integer stays as it is.</summary>
    public static long Abs(long x) => x < 0 ? unchecked(-x) : x;

    /// <inheritdoc cref="Maximum(Vector256{float}, Vector256{float})"/>
    public static float Maximum(float x, float y) => MathF.Max(x, y);

    /// <summary>The larger of the two.</summary>
    public static int Maximum(int x, int y) => Math.Max(x, y);

    /// <summary>The larger of the two.</summary>
    public static long Maximum(long x, long y) => Math.Max(x, y);

    /// <inheritdoc cref="Minimum(Vector256{float}, Vector256{float})"/>
    public static float Minimum(float x, float y) => MathF.Min(x, y);

    /// <summary>The smaller of the two.</summary>
    public static int Minimum(int x, int y) => Math.Min(x, y);

    /// <summary>The smaller of the two.</summary>
    public static long Minimum(long x, long y) => Math.Min(x, y);

    /// <inheritdoc cref="Round(Vector256{float})"/>
    public static float Round(float x) => MathF.Round(x, MidpointRounding.ToEven);

    /// <inheritdoc cref="Floor(Vector256{float})"/>
    public static float Floor(float x) => MathF.Floor(x);

    /// <inheritdoc cref="Relu(Vector256{float})"/>
    public static float Relu(float x) => x < 0 ? 0 : x;

    /// <inheritdoc cref="MultiplyAdd(Vector256{float}, Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float x, float y, float z) => float.MultiplyAddEstimate(x, y, z);
}
