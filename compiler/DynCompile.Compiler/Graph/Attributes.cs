using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>
/// Attribute values by name, as a call or the text form gives them, completed by the defaults of the definition.
/// Kinds were checked against the definition before; the typed getters only unpack.
/// </summary>
public sealed class Attributes(IReadOnlyDictionary<string, AttributeValue> values)
{
    public bool Has(string name) => values.ContainsKey(name);

    public Size Size(string name) => ((AttributeValue.Integer)values[name]).Value;

    public int Int(string name) => checked((int)Size(name).Value);

    public int? OptionalInt(string name) => Has(name) ? Int(name) : null;

    public double Real(string name) => values[name] is AttributeValue.Integer i ? i.Value.Value : ((AttributeValue.Real)values[name]).Value;

    public bool Flag(string name) => ((AttributeValue.Flag)values[name]).Value;

    public string Word(string name) => ((AttributeValue.Word)values[name]).Value;

    public string? OptionalWord(string name) => Has(name) ? Word(name) : null;

    public TensorType Type(string name) => ((AttributeValue.Type)values[name]).Value;

    public TensorType? OptionalType(string name) => Has(name) ? Type(name) : null;

    public ElementType Element(string name) => Type(name).Element;

    public Sparsity? Sparsity(string name) => Has(name) ? ((AttributeValue.Sparse)values[name]).Value : null;

    public ScalarFunctionBody Lambda(string name) => ((AttributeValue.Lambda)values[name]).Value;

    public Pair Pair(string name) =>
        values[name] is AttributeValue.List { Items: [AttributeValue.Integer rows, AttributeValue.Integer columns] }
            ? new Pair(checked((int)rows.Value.Value), checked((int)columns.Value.Value))
            : Int(name);

    public Pair Pair(string name, Pair otherwise) => Has(name) ? Pair(name) : otherwise;

    /// <summary>A list of integers; one integer is a list of one.</summary>
    public EquatableArray<int> Ints(string name) => [.. Sizes(name).Select(s => checked((int)s.Value))];

    public EquatableArray<int>? OptionalInts(string name) => Has(name) ? Ints(name) : null;

    public EquatableArray<Size> Sizes(string name) =>
        values[name] is AttributeValue.List list ? [.. list.Items.Select(i => ((AttributeValue.Integer)i).Value)] : [Size(name)];

    public EquatableArray<AttributeValue> Numbers(string name) => ((AttributeValue.List)values[name]).Items;
}
