using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace DynCompile.Tensors;

/// <summary>Reads the JSON header of a safetensors file; says nothing about where the data lies.</summary>
internal ref struct SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    // An object of objects with arrays; anything deeper is wrong and is not followed.
    private const int MaxDepth = 3;

    private readonly string path;
    private readonly List<SafetensorsEntry> entries = [];
    private readonly SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);
    private Utf8JsonReader json;
    private string? tensor;

    private SafetensorsHeader(ReadOnlySpan<byte> header, string path)
    {
        json = new(header, new JsonReaderOptions { MaxDepth = MaxDepth });
        this.path = path;
    }

    /// <summary>The entries in the header's order, and the metadata by key.</summary>
    public static (ImmutableArray<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata) Parse(
        ReadOnlySpan<byte> header,
        string path
    )
    {
        if (header.IsEmpty || header[0] != (byte)'{')
            throw new TensorFormatException(path, null, "the header does not begin with {");
        RequireUtf8(header, path);

        var parser = new SafetensorsHeader(header, path);
        try
        {
            parser.ReadFile();
        }
        catch (JsonException e)
        {
            throw new TensorFormatException(path, parser.tensor, $"the header is not valid JSON: {e.Message}", e);
        }
        return (parser.entries.ToImmutableArray(), parser.metadata);
    }

    private static unsafe void RequireUtf8(ReadOnlySpan<byte> header, string path)
    {
        try
        {
            fixed (byte* bytes = header)
                new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes, header.Length);
        }
        catch (DecoderFallbackException e)
        {
            throw new TensorFormatException(path, null, $"the header is not valid UTF-8: {e.Message}", e);
        }
    }

    private void ReadFile()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.Read();
        while (ReadKey() is { } name)
        {
            tensor = name;
            if (!names.Add(name))
                throw Wrong("occurs twice in the header");
            if (name == MetadataKey)
                ReadMetadata();
            else
                entries.Add(ReadEntry(name));
            tensor = null;
        }
        // Reads to the end, so that text behind the header is found.
        json.Read();
    }

    private void ReadMetadata()
    {
        Require(JsonTokenType.StartObject, "the metadata", "an object of strings");
        while (ReadKey() is { } key)
        {
            if (metadata.ContainsKey(key))
                throw Wrong($"key {Printable.Quote(key)} occurs twice");
            metadata.Add(key, ReadString($"key {Printable.Quote(key)}"));
        }
    }

    private SafetensorsEntry ReadEntry(string name)
    {
        Require(JsonTokenType.StartObject, "its entry", "an object");
        string? type = null;
        ImmutableArray<int>? shape = null;
        (long Begin, long End)? offsets = null;
        while (ReadKey() is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadString("dtype");
                    break;
                case "shape" when shape is null:
                    shape = ReadShape();
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadOffsets();
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw Wrong($"key {key} occurs twice");
                default:
                    throw Wrong($"has an unknown key {Printable.Quote(key)}");
            }
        }
        return new(
            name,
            type ?? throw Wrong("has no dtype"),
            shape ?? throw Wrong("has no shape"),
            offsets?.Begin ?? throw Wrong("has no data_offsets"),
            offsets.Value.End
        );
    }

    private ImmutableArray<int> ReadShape()
    {
        Require(JsonTokenType.StartArray, "shape", "an array");
        var sizes = ImmutableArray.CreateBuilder<int>();
        while (ReadNumber("shape") is { } size)
        {
            if (size > int.MaxValue)
                throw Wrong($"size {size} in its shape is larger than {int.MaxValue}");
            if (sizes.Count == Shapes.MaxRank)
                throw Wrong($"has more than {Shapes.MaxRank} axes");
            sizes.Add((int)size);
        }
        return sizes.ToImmutable();
    }

    private (long Begin, long End) ReadOffsets()
    {
        Require(JsonTokenType.StartArray, "data_offsets", "an array");
        if (ReadNumber("data_offsets") is not { } begin || ReadNumber("data_offsets") is not { } end)
            throw Wrong("data_offsets has fewer than 2 numbers");
        if (ReadNumber("data_offsets") is not null)
            throw Wrong("data_offsets has more than 2 numbers");
        if (begin > end)
            throw Wrong($"begins at byte {begin} and ends before it, at {end}");
        return (begin, end);
    }

    /// <summary>The next key of an object, or null at its end.</summary>
    private string? ReadKey()
    {
        json.Read();
        return json.TokenType == JsonTokenType.EndObject ? null : Text("a key");
    }

    private string ReadString(string what)
    {
        Require(JsonTokenType.String, what, "a string");
        return Text(what);
    }

    private string Text(string what)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // The bytes are valid UTF-8, so an escape such as \uD800 stands alone.
            throw new TensorFormatException(path, tensor, $"{what} has half of a surrogate pair", e);
        }
    }

    /// <summary>The next number of an array, neither negative nor fractional, or null at its end.</summary>
    private long? ReadNumber(string what)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndArray)
            return null;
        if (json.TokenType != JsonTokenType.Number)
            throw Wrong($"{what} holds a {json.TokenType}, not a number");

        string digits = Encoding.ASCII.GetString(json.ValueSpan.Slice(0, Math.Min(json.ValueSpan.Length, 40)).ToArray());
        if (digits[0] == '-')
            throw Wrong($"{what} holds the negative number {digits}");
        if (json.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
            throw Wrong($"{what} holds {digits}, which is not an integer");
        return json.TryGetInt64(out long number) ? number : throw Wrong($"{what} holds {digits}, which overflows");
    }

    private void Require(JsonTokenType expected, string what, string article)
    {
        json.Read();
        if (json.TokenType != expected)
            throw Wrong($"{what} is a {json.TokenType}, not {article}");
    }

    private readonly TensorFormatException Wrong(string reason) => new(path, tensor, reason);
}
