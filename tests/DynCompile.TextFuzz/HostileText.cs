using System.Runtime.InteropServices;
using System.Text;

namespace DynCompile.TextFuzz;

/// <summary>The text of an input: UTF-8 as a file's, or UTF-16 behind its byte order mark, then with lone surrogates as they are.</summary>
internal static class HostileText
{
    public static string Decode(byte[] bytes) =>
        bytes is [0xFF, 0xFE, ..] ? new string(MemoryMarshal.Cast<byte, char>(bytes.AsSpan(2))) : Encoding.UTF8.GetString(bytes);
}
