using System.Globalization;
using System.Text;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>What an attribute of an operator may hold.</summary>
public enum AttributeKind
{
    /// <summary>An extent; may name elastic sizes.</summary>
    Size,

    /// <summary>A constant integer.</summary>
    Integer,

    /// <summary>One constant integer for both axes, or <c>[rows, columns]</c>.</summary>
    Pair,
    Integers,
    Sizes,
    Real,
    Flag,
    Word,
    TensorType,
    Element,
    Sparsity,

    /// <summary>The scalar body of <c>map</c>.</summary>
    Lambda,

    /// <summary>Numbers of a constant.</summary>
    Numbers,
}

/// <summary>The value of an attribute, as the text form of the graph shows it.</summary>
public abstract record AttributeValue
{
    public sealed record Integer(Size Value) : AttributeValue
    {
        public override string ToString() => Value.ToString();
    }

    public sealed record Real(double Value) : AttributeValue
    {
        public bool Equals(Real? other) => other is not null && Value.Equals(other.Value);

        public override int GetHashCode() => Value.GetHashCode();

        public override string ToString() => WriteReal(Value);
    }

    public sealed record Flag(bool Value) : AttributeValue
    {
        public override string ToString() => Value ? "true" : "false";
    }

    public sealed record Word(string Value) : AttributeValue
    {
        public override string ToString() => Quote(Value);
    }

    public sealed record Type(TensorType Value) : AttributeValue
    {
        public override string ToString() => Value.ToString();
    }

    public sealed record Sparse(Sparsity Value) : AttributeValue
    {
        public override string ToString() => Value.ToString();
    }

    public sealed record List(EquatableArray<AttributeValue> Items) : AttributeValue
    {
        public override string ToString() => $"[{string.Join(", ", Items)}]";
    }

    public sealed record Lambda(ScalarFunctionBody Value) : AttributeValue
    {
        public override string ToString() => Value.ToString();
    }

    public static implicit operator AttributeValue(Size value) => new Integer(value);

    public static implicit operator AttributeValue(int value) => new Integer(value);

    public static implicit operator AttributeValue(double value) => new Real(value);

    public static implicit operator AttributeValue(bool value) => new Flag(value);

    public static implicit operator AttributeValue(string value) => new Word(value);

    public static implicit operator AttributeValue(TensorType value) => new Type(value);

    public static implicit operator AttributeValue(ElementType value) => new Type(Graph.TensorType.Scalar(value));

    public static implicit operator AttributeValue(Sparsity value) => new Sparse(value);

    public static implicit operator AttributeValue(EquatableArray<Size> value) => new List([.. value.Select(v => (AttributeValue)v)]);

    public static implicit operator AttributeValue(EquatableArray<int> value) => new List([.. value.Select(v => (AttributeValue)v)]);

    public static implicit operator AttributeValue(Pair value) =>
        value.Rows == value.Columns ? value.Rows : new List([(AttributeValue)value.Rows, value.Columns]);

    /// <summary>The text in quotes; quotes, backslashes and control characters are escaped.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    < ' ' or '\x7f' or '\u2028' or '\u2029' => $"\\u{(int)c:x4}",
                    _ => c.ToString(),
                }
            );
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>The shortest text that reads back as the same double and is not mistaken for an integer.</summary>
    public static string WriteReal(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value)
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'e', 'E']) >= 0 ? text : text + ".0";
    }
}

/// <summary>Two numbers for the two spatial axes: rows (height) first.</summary>
public readonly record struct Pair(int Rows, int Columns)
{
    public static implicit operator Pair(int both) => new(both, both);

    public override string ToString() => Rows == Columns ? $"{Rows}" : $"[{Rows}, {Columns}]";
}
