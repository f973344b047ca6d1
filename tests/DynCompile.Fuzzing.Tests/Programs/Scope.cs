using System.Collections.Immutable;
using System.Globalization;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Programs;

/// <summary>A name for a value.</summary>
/// <param name="IsVariable">Whether it may be assigned.</param>
/// <param name="IsConstant">Whether it is a number at compile time, which divides and indexes by other rules.</param>
/// <param name="Below">For integers that are surely in 0..Below.</param>
internal sealed record Variable(string Name, WrittenType Type, bool IsVariable = false, bool IsConstant = false, int? Below = null);

/// <summary>An elastic size and its values.</summary>
internal sealed record WrittenElastic(string Name, EquatableArray<int> Values);

/// <summary>A block or a fn that may be called.</summary>
/// <param name="Sizes">The names of a block's compile-time sizes.</param>
/// <param name="Constants">A block's other compile-time parameters.</param>
/// <param name="KeepsState">Whether a call may change a state, which it must not do where it runs only sometimes.</param>
internal sealed record Callable(
    string Name,
    bool IsBlock,
    EquatableArray<string> Sizes,
    EquatableArray<Variable> Constants,
    bool KeepsState,
    EquatableArray<WrittenType> Inputs,
    EquatableArray<WrittenType> Results
);

/// <summary>What can be named at a place of a program, and what may stand there.</summary>
internal sealed record Scope
{
    public ImmutableList<Variable> Variables { get; init; } = [];

    public ImmutableList<WrittenElastic> Elastics { get; init; } = [];

    public ImmutableList<Callable> Callables { get; init; } = [];

    /// <summary>Sizes that the types of this body are made of; all at least 1 but for a rare 0.</summary>
    public ImmutableList<WrittenSize> Sizes { get; init; } = [];

    /// <summary>Types that the body's variables have, so that they meet.</summary>
    public ImmutableList<WrittenType> Types { get; init; } = [];

    /// <summary>What a return carries.</summary>
    public ImmutableList<WrittenType> Results { get; init; } = [];

    /// <summary>The rules that this program prefers: each program is about a few operators.</summary>
    public ImmutableHashSet<string> Favoured { get; init; } = [];

    /// <summary>Whether layers and params may be declared.</summary>
    public bool HasLayers { get; init; }

    public bool IsModel { get; init; }

    public bool IsInLoop { get; init; }

    /// <summary>Whether indices and divisors may be wrong at run time.</summary>
    public bool MayFault { get; init; }

    /// <summary>Whether this runs exactly once when its statement runs, so that calls may change states.</summary>
    public bool IsSteady { get; init; } = true;

    private int Next { get; init; }

    public IEnumerable<Variable> Of(WrittenType type) => Variables.Where(v => v.Type == type);

    public Scope With(Variable variable) => this with { Variables = Variables.Add(variable) };

    public Scope With(params IEnumerable<Variable> variables) => this with { Variables = Variables.AddRange(variables) };

    /// <summary>A name that nothing visible has.</summary>
    public (string Name, Scope Scope) NewName(string prefix) =>
        (prefix + Next.ToString(CultureInfo.InvariantCulture), this with { Next = Next + 1 });

    /// <summary>Inside <c>with name = …</c> the name stands for another size: values that it sized stay outside.</summary>
    public Scope InsideWith(string name) => this with { Variables = Variables.RemoveAll(v => v.Type.Names.Contains(name)) };
}
