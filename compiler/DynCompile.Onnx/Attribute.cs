using DynCompile.Onnx.Format;
using Google.Protobuf;
using static DynCompile.Onnx.Format.AttributeProto.Types;

namespace DynCompile.Onnx;

/// <summary>Attributes of ONNX nodes.</summary>
internal static class Attribute
{
    public static AttributeProto Of(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Int,
            I = value,
        };

    public static AttributeProto Of(string name, string value) =>
        new()
        {
            Name = name,
            Type = AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        };

    public static AttributeProto Of(string name, params IEnumerable<long> values) =>
        new()
        {
            Name = name,
            Type = AttributeType.Ints,
            Ints = { values },
        };
}
