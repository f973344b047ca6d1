using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>What the header of a .npy file says.</summary>
internal sealed record NpyHeader(ElementType Type, ImmutableArray<int> Shape, bool IsFortranOrder)
{
    private static readonly (ElementType Type, string Description)[] Descriptions =
    [
        (ElementType.F32, "<f4"),
        (ElementType.F16, "<f2"),
        (ElementType.I8, "|i1"),
        (ElementType.U8, "|u1"),
        (ElementType.I32, "<i4"),
        (ElementType.I64, "<i8"),
        (ElementType.Bool, "|b1"),
    ];

    /// <summary>NumPy's <c>descr</c>, or null for bf16, which NumPy has none for.</summary>
    public static string? DescriptionOf(ElementType type) => Array.Find(Descriptions, d => d.Type == type).Description;

    /// <summary>Reads the dictionary of a header, such as <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>.</summary>
    public static NpyHeader Parse(string text, string path)
    {
        var literal = new PythonLiteral(text, path);
        string? description = null;
        bool? fortranOrder = null;
        ImmutableArray<int>? shape = null;

        literal.Expect('{');
        while (!literal.Accept('}'))
        {
            string key = literal.ReadString();
            literal.Expect(':');
            switch (key)
            {
                case "descr" when description is null:
                    description = literal.ReadString();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = literal.ReadBool();
                    break;
                case "shape" when shape is null:
                    shape = literal.ReadShape();
                    break;
                default:
                    throw literal.Wrong($"key {Printable.Quote(key)} is unknown or occurs twice");
            }
            if (literal.Accept(','))
                continue;
            literal.Expect('}');
            break;
        }
        literal.ExpectEnd();

        if (description is null || fortranOrder is null || shape is null)
            throw literal.Wrong("one of 'descr', 'fortran_order' and 'shape' is missing");
        return new(ParseType(description, path), shape.Value, fortranOrder.Value);
    }

    private static ElementType ParseType(string description, string path)
    {
        // One byte has no order: NumPy writes |, others <.
        string known = description is ['<' or '>', var kind, '1'] ? $"|{kind}1" : description;
        foreach (var (type, candidate) in Descriptions)
        {
            if (candidate == known)
                return type;
        }
        string reason = description switch
        {
            ['>', ..] => "is big-endian",
            [_, 'O', ..] or ['O', ..] => "holds Python objects, which are never unpickled",
            _ => $"is not one of {string.Join(" ", Descriptions.Select(d => d.Description))}",
        };
        throw new TensorFormatException(path, null, $"the type {Printable.Quote(description)} {reason}");
    }
}
