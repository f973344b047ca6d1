namespace DynCompile.Tensors;

/// <summary>Checks bools from a file: in C#, one that is neither 0 nor 1 would equal neither false nor true.</summary>
internal static class StoredBools
{
    public static void Verify(ReadOnlySpan<byte> bytes, string path, string? tensorName)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] > 1)
                throw new TensorFormatException(path, tensorName, $"element {i} is {bytes[i]}, and a bool is 0 or 1");
        }
    }
}
