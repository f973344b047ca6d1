using System.Collections.Immutable;
using System.Globalization;

namespace DynCompile.Tensors;

/// <summary>Reads the few Python literals that a .npy header is made of.</summary>
internal sealed class PythonLiteral(string text, string path)
{
    private int position;

    public bool Accept(char expected)
    {
        SkipSpace();
        if (position == text.Length || text[position] != expected)
            return false;
        position++;
        return true;
    }

    public void Expect(char expected)
    {
        if (!Accept(expected))
            throw Wrong($"`{expected}` is missing");
    }

    public void ExpectEnd()
    {
        SkipSpace();
        if (position != text.Length)
            throw Wrong("text follows the dictionary");
    }

    public string ReadString()
    {
        SkipSpace();
        // Only types and keys are strings here; a structured type's list of fields is not.
        if (position == text.Length || text[position] is not ('\'' or '"'))
            throw Wrong("a string is missing; structured types are not read");
        char quote = text[position++];
        int end = text.IndexOf(quote, position);
        if (end < 0)
            throw Wrong("a string does not end");
        string value = text.Substring(position, end - position);
        position = end + 1;
        return value;
    }

    public bool ReadBool()
    {
        SkipSpace();
        foreach (bool value in (bool[])[true, false])
        {
            string word = value ? "True" : "False";
            if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0)
                continue;
            position += word.Length;
            return value;
        }
        throw Wrong("True or False is missing");
    }

    public ImmutableArray<int> ReadShape()
    {
        var sizes = ImmutableArray.CreateBuilder<int>();
        Expect('(');
        while (!Accept(')'))
        {
            if (sizes.Count == Shapes.MaxRank)
                throw Wrong($"the shape has more than {Shapes.MaxRank} axes");
            sizes.Add(ReadSize());
            if (Accept(','))
                continue;
            Expect(')');
            break;
        }
        return sizes.ToImmutable();
    }

    public TensorFormatException Wrong(string reason) =>
        new(path, null, $"the header {Printable.Quote(text.Trim())} is wrong at character {position}: {reason}");

    private int ReadSize()
    {
        SkipSpace();
        int start = position;
        while (position < text.Length && text[position] is >= '0' and <= '9')
            position++;
        string digits = text.Substring(start, position - start);
        // Python 2 wrote long sizes with an L.
        if (digits.Length > 0 && position < text.Length && text[position] == 'L')
            position++;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int size))
            return size;
        throw Wrong(digits.Length == 0 ? "a size is missing" : $"size {Printable.Quote(digits)} is larger than {int.MaxValue}");
    }

    private void SkipSpace()
    {
        while (position < text.Length && text[position] is ' ' or '\n' or '\t' or '\r')
            position++;
    }
}
