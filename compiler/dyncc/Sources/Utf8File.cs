using System.Globalization;
using System.Text;

namespace DynCompile.CommandLine;

/// <summary>Reads programs: text in UTF-8, never without a limit.</summary>
internal static class Utf8File
{
    /// <summary>More than any program that a person writes; reading stops before memory does.</summary>
    public const int MostBytes = 64 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file; null and what is wrong with the file, as a sentence about it, when it is no such text.</summary>
    public static (string? Text, string Problem) Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        (string? text, _, string problem) = Read(file);
        return (text, problem);
    }

    /// <summary>As <see cref="Read(string)"/>; also whether a byte order mark, which is no part of the text, stood before it.</summary>
    public static (string? Text, bool HasMark, string Problem) Read(Stream file)
    {
        var bytes = new MemoryStream();
        byte[] part = new byte[81_920];
        // A device or a growing file may say nothing true about its length.
        while (file.Read(part) is > 0 and var count)
        {
            bytes.Write(part, 0, count);
            if (bytes.Length > MostBytes)
                return (null, false, string.Create(CultureInfo.InvariantCulture, $"it has more than {MostBytes} bytes"));
        }
        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static (string? Text, bool HasMark, string Problem) Decode(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        int start = bytes.StartsWith(mark) ? mark.Length : 0;
        try
        {
            return (Strict.GetString(bytes[start..]), start > 0, "");
        }
        catch (DecoderFallbackException e)
        {
            string unknown = Convert.ToHexString(e.BytesUnknown ?? []);
            return (null, false, string.Create(CultureInfo.InvariantCulture, $"it is not UTF-8: byte {start + e.Index} is 0x{unknown}"));
        }
    }
}
