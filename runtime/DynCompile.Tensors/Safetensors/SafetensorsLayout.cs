using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>Checks that a header's tensors have their shapes' sizes and cover the data without gap or overlap.</summary>
internal static class SafetensorsLayout
{
    public static void Verify(ImmutableArray<SafetensorsEntry> entries, long dataLength, string path)
    {
        foreach (var entry in entries)
            VerifySize(entry, path);

        long covered = 0;
        SafetensorsEntry? before = null;
        // An empty tensor shares its offset with the next one and has to come first.
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.End > dataLength)
                throw Wrong(entry, $"ends at byte {entry.End} of the data, which has {dataLength}");
            if (entry.Begin < covered)
                throw Wrong(entry, $"begins at byte {entry.Begin}, inside {Printable.Quote(before!.Name)}, which ends at {covered}");
            if (entry.Begin > covered)
                throw Wrong(entry, $"begins at byte {entry.Begin} and leaves a hole of {entry.Begin - covered} bytes before it");
            covered = entry.End;
            before = entry;
        }
        if (covered != dataLength)
            throw new TensorFormatException(path, before?.Name, $"the tensors end at byte {covered} of the data, which has {dataLength}");

        TensorFormatException Wrong(SafetensorsEntry entry, string reason) => new(path, entry.Name, reason);
    }

    private static void VerifySize(SafetensorsEntry entry, string path)
    {
        if (StoredSize(entry.StoredType) is not { } elementSize)
            return;
        string type = $"{entry.StoredType}{Shapes.Text(entry.Shape)}";
        if (!Shapes.TryMultiply(entry.Shape.AsSpan(), elementSize, out long expected))
            throw new TensorFormatException(path, entry.Name, $"the size of {type} overflows");
        if (entry.End - entry.Begin != expected)
        {
            string offsets = $"{entry.Begin} to {entry.End}";
            string reason = $"{type} has {expected} bytes, but its offsets {offsets} hold {entry.End - entry.Begin}";
            throw new TensorFormatException(path, entry.Name, reason);
        }
    }

    /// <summary>Bytes of an element of a stored type; null for packed types and those that are not known.</summary>
    private static int? StoredSize(string type) =>
        type switch
        {
            "C64" or "F64" or "I64" or "U64" => 8,
            "F32" or "I32" or "U32" => 4,
            "F16" or "BF16" or "I16" or "U16" => 2,
            "I8" or "U8" or "BOOL" => 1,
            _ when type.StartsWith("F8_", StringComparison.Ordinal) => 1,
            _ => null,
        };
}
