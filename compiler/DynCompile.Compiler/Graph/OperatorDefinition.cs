using System.Collections.Immutable;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>How many values a parameter takes.</summary>
public enum Arity
{
    One,

    /// <summary>May be missing; then the parameters behind it are missing too.</summary>
    Optional,

    /// <summary>A list, <c>[a, b]</c>; always the only value parameter.</summary>
    List,
}

/// <summary>A parameter of an operator, in the order of a call: a value, or an attribute fixed at compile time.</summary>
public abstract record Parameter(string Name)
{
    /// <param name="IsIndex">Whether it says where, in i32: literals for it do not adapt to the other inputs.</param>
    public sealed record Value(string Name, Arity Arity = Arity.One, bool IsIndex = false) : Parameter(Name);

    /// <summary>A value that says where.</summary>
    public static Value Index(string name) => new(name, IsIndex: true);

    /// <param name="Default">Null when it must be given, unless <paramref name="IsOptional"/>.</param>
    public sealed record Attribute(string Name, AttributeKind Kind, AttributeValue? Default = null, bool IsOptional = false)
        : Parameter(Name)
    {
        public bool IsRequired => Default is null && !IsOptional;
    }

    public static implicit operator Parameter(string name) => new Value(name);
}

/// <summary>What an operator declares about itself: its name, its parameters, how a node's operator is made from attributes.</summary>
public sealed class OperatorDefinition
{
    private readonly Func<Attributes, Operator> _create;

    public OperatorDefinition(string name, string summary, Parameter[] parameters, Func<Attributes, Operator> create)
    {
        Name = name;
        Summary = summary;
        Parameters = ImmutableArray.Create(parameters);
        _create = create;
    }

    public string Name { get; }

    /// <summary>One sentence for the language reference.</summary>
    public string Summary { get; }
    public ImmutableArray<Parameter> Parameters { get; }

    /// <summary>How it stands after <c>layer n =</c>; null when it has no weights.</summary>
    public LayerForm? Layer { get; init; }

    /// <summary>False for operators that only the compiler makes: they have no name in the language.</summary>
    public bool InLanguage { get; init; } = true;

    public IEnumerable<Parameter.Value> Values => Parameters.OfType<Parameter.Value>();

    public IEnumerable<Parameter.Attribute> Attributes => Parameters.OfType<Parameter.Attribute>();

    /// <summary>What only passes set: no author can write it.</summary>
    public ImmutableArray<Parameter.Attribute> OfPasses { get; init; } = ImmutableArray<Parameter.Attribute>.Empty;

    /// <summary>The attributes that a node of the graph may have.</summary>
    public IEnumerable<Parameter.Attribute> AllAttributes => Attributes.Concat(OfPasses);

    /// <summary>The operator for given attributes; missing ones take their defaults.</summary>
    public Operator Create(IReadOnlyDictionary<string, AttributeValue> given)
    {
        var all = given.ToDictionary(p => p.Key, p => p.Value);
        foreach (Parameter.Attribute attribute in AllAttributes)
        {
            if (attribute.Default is { } value && !all.ContainsKey(attribute.Name))
                all.Add(attribute.Name, value);
        }
        return _create(new Attributes(all));
    }
}

/// <summary>
/// An operator as a layer: what <c>layer n = linear(10)</c> takes, and what it becomes once a call gives the types of its data.
/// </summary>
/// <param name="Parameters">The layer's own arguments (output sizes, options).</param>
/// <param name="Data">The names of the data inputs of a call.</param>
/// <param name="Resolve">From the arguments and the data's types to the operator and its weights, in the order of its inputs after the data.</param>
public sealed record LayerForm(
    EquatableArray<Parameter.Attribute> Parameters,
    EquatableArray<string> Data,
    Func<Attributes, EquatableArray<TensorType>, LayerResolution> Resolve
);

/// <summary>A weight of a layer: its last path segment and its type.</summary>
public sealed record LayerWeight(string Name, TensorType Type);

/// <summary>What a layer becomes for given data, or why it cannot.</summary>
public abstract record LayerResolution
{
    public sealed record Resolved(Operator Operator, EquatableArray<LayerWeight> Weights) : LayerResolution;

    public sealed record Rejected(TypeProblem Problem) : LayerResolution;

    public static implicit operator LayerResolution(TypeProblem problem) => new Rejected(problem);
}
