namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>What a tile does with vectors of one width. All widths give the same bits.</summary>
/// <typeparam name="V">The vector.</typeparam>
internal unsafe interface IVectors<V>
    where V : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    static abstract V Load(float* at);

    static abstract void Store(V vector, float* at);

    static abstract V Create(float value);

    static abstract V Add(V x, V y);

    /// <inheritdoc cref="Elementary.MultiplyAdd(System.Runtime.Intrinsics.Vector256{float}, System.Runtime.Intrinsics.Vector256{float}, System.Runtime.Intrinsics.Vector256{float})"/>
    static abstract V MultiplyAdd(V x, V y, V z);

    /// <inheritdoc cref="Elementary.Relu(System.Runtime.Intrinsics.Vector256{float})"/>
    static abstract V Relu(V x);
}
