using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>Reorders arrays whose first axis varies fastest.</summary>
internal static class FortranOrder
{
    /// <summary>The same elements with the last axis varying fastest.</summary>
    public static byte[] ToRowMajor(byte[] bytes, ImmutableArray<int> shape, int elementSize)
    {
        var rowMajor = new byte[bytes.Length];
        var index = new int[shape.Length];
        for (int from = 0; from < bytes.Length; from += elementSize)
        {
            int element = 0;
            for (int axis = 0; axis < shape.Length; axis++)
                element = element * shape[axis] + index[axis];
            Buffer.BlockCopy(bytes, from, rowMajor, element * elementSize, elementSize);
            Advance(index, shape);
        }
        return rowMajor;
    }

    private static void Advance(int[] index, ImmutableArray<int> shape)
    {
        for (int axis = 0; axis < index.Length && ++index[axis] == shape[axis]; axis++)
            index[axis] = 0;
    }
}
