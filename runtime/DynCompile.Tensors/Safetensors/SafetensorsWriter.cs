using System.Buffers.Binary;
using System.Text;

namespace DynCompile.Tensors;

/// <summary>Writes safetensors files: the same tensors give the same bytes.</summary>
/// <remarks>
/// The header lists the tensors in the given order and the metadata by key, and is padded with spaces to a multiple of 8 bytes. The data
/// follows by falling element size, so that every tensor is aligned to its elements.
/// </remarks>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file, which appears whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="tensors">The tensors by name, in the order of the header.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>.</param>
    /// <exception cref="TensorFormatException">
    /// A name occurs twice, is <c>__metadata__</c> or has half of a surrogate pair, or the header is too large to be read again.
    /// </exception>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IEnumerable<KeyValuePair<string, string>>? metadata = null
    )
    {
        var all = tensors.ToList();
        byte[] header = Header(path, all, metadata);
        AtomicFile.Write(path, stream => Write(stream, header, all));
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">Takes the whole file.</param>
    /// <param name="tensors">The tensors by name, in the order of the header.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>.</param>
    /// <exception cref="TensorFormatException">
    /// A name occurs twice, is <c>__metadata__</c> or has half of a surrogate pair, or the header is too large to be read again.
    /// </exception>
    public static void Write(
        Stream stream,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IEnumerable<KeyValuePair<string, string>>? metadata = null
    )
    {
        var all = tensors.ToList();
        Write(stream, Header("(stream)", all, metadata), all);
    }

    private static void Write(Stream stream, byte[] header, List<KeyValuePair<string, Tensor>> tensors)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length, 0, length.Length);
        stream.Write(header, 0, header.Length);
        foreach (var (_, tensor) in InDataOrder(tensors))
            TensorStream.Write(stream, tensor.Bytes);
    }

    private static byte[] Header(
        string path,
        List<KeyValuePair<string, Tensor>> tensors,
        IEnumerable<KeyValuePair<string, string>>? metadata
    )
    {
        var begins = new Dictionary<string, long>(StringComparer.Ordinal);
        long offset = 0;
        foreach (var (name, tensor) in InDataOrder(tensors))
        {
            if (name == SafetensorsHeader.MetadataKey)
                throw new TensorFormatException(path, name, "the name is reserved");
            if (begins.ContainsKey(name))
                throw new TensorFormatException(path, name, "occurs twice");
            begins.Add(name, offset);
            offset += tensor.Bytes.Length;
        }

        var members = new List<string>();
        if (metadata?.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList() is { Count: > 0 } texts)
        {
            RequireDistinct(path, texts);
            members.Add(
                $"{Json(SafetensorsHeader.MetadataKey)}:{{{string.Join(",", texts.Select(pair => $"{Json(pair.Key)}:{Json(pair.Value)}"))}}}"
            );
        }
        foreach (var pair in tensors)
        {
            var tensor = pair.Value;
            long begin = begins[pair.Key];
            string shape = string.Join(",", tensor.Shape);
            string offsets = $"{begin},{begin + tensor.Bytes.Length}";
            members.Add(
                $"{Json(pair.Key)}:{{\"dtype\":\"{tensor.Type.SafetensorsName()}\",\"shape\":[{shape}],\"data_offsets\":[{offsets}]}}"
            );
        }
        return Encode(path, $"{{{string.Join(",", members)}}}");
    }

    private static byte[] Encode(string path, string header)
    {
        try
        {
            byte[] bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(header);
            int padded = bytes.Length + (Alignment - bytes.Length % Alignment) % Alignment;
            if (padded > SafetensorsReader.MaxHeaderLength)
            {
                string reason = $"the header would have {padded} bytes; readers accept at most {SafetensorsReader.MaxHeaderLength}";
                throw new TensorFormatException(path, null, reason);
            }
            int length = bytes.Length;
            Array.Resize(ref bytes, padded);
            bytes.AsSpan(length).Fill((byte)' ');
            return bytes;
        }
        catch (EncoderFallbackException e)
        {
            throw new TensorFormatException(path, null, "a name or text has half of a surrogate pair", e);
        }
    }

    private static void RequireDistinct(string path, List<KeyValuePair<string, string>> sorted)
    {
        for (int i = 1; i < sorted.Count; i++)
        {
            if (sorted[i].Key == sorted[i - 1].Key)
                throw new TensorFormatException(path, null, $"metadata {Printable.Quote(sorted[i].Key)} occurs twice");
        }
    }

    /// <summary>By falling element size; among equal ones in the given order, which OrderBy keeps.</summary>
    private static IEnumerable<(string Name, Tensor Tensor)> InDataOrder(List<KeyValuePair<string, Tensor>> tensors) =>
        tensors.OrderByDescending(pair => pair.Value.Type.Size()).Select(pair => (pair.Key, pair.Value));

    /// <summary>A JSON string. Spelt out here, so that the bytes do not depend on a library's choice of escapes.</summary>
    private static string Json(string text)
    {
        var json = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                json.Append('\\').Append(c);
            else if (c < ' ')
                json.Append("\\u00").Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            else
                json.Append(c);
        }
        return json.Append('"').ToString();
    }
}
