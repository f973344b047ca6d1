using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>A named input or result of a function.</summary>
public sealed record Port(string Name, TensorType Type);

/// <summary>
/// The model itself, or a block with fixed compile-time arguments and input types. Weight paths inside are relative:
/// a call adds its own path in front.
/// </summary>
public sealed record Function(string Name, EquatableArray<Port> Results, Body Body)
{
    public EquatableArray<Definition> Inputs => Body.Parameters;
}

/// <summary>
/// An <c>exit</c> or <c>return</c> of the model: the author's name or an empty one, and its numbers, one for each iteration of
/// the loops with fixed bounds around it.
/// </summary>
public sealed record LeaveSite(string Name, EquatableArray<int> Numbers, Origin Origin);

/// <summary>An elastic size with the declared order of the model.</summary>
public sealed record Elastic(SizeSymbol Symbol, Origin Origin);

/// <summary>
/// A whole model: functions in call order (a function calls only earlier ones; the model's own is the last), elastic sizes
/// and the places where it may be left.
/// </summary>
public sealed record ModelGraph(
    string Name,
    EquatableArray<Elastic> Elastics,
    EquatableArray<LeaveSite> LeaveSites,
    EquatableArray<Function> Functions,
    string Documentation = ""
)
{
    public Function Main => Functions[^1];

    /// <summary>A model with an <c>exit</c> has one more result, <c>exit</c>: the number of the one taken.</summary>
    public bool HasExits => Main.Results is [.., { Name: ExitResultName }];

    public const string ExitResultName = "exit";

    public ModelGraph Replace(Func<Function, Function> rewrite) => this with { Functions = [.. Functions.Select(rewrite)] };
}
