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
/// the loops with fixed bounds around it; none in a model without exits.
/// </summary>
public sealed record LeaveSite(string Name, EquatableArray<int> Numbers, Origin Origin);

/// <summary>An elastic size with the declared order of the model.</summary>
public sealed record Elastic(SizeSymbol Symbol, Origin Origin);

/// <summary>
/// Sizes that each sample brings along, as in <c>tokens: i32[T &lt;= 512]</c>: behind the declared inputs stands one of each size's name,
/// an i32. Inputs and results are stored at the bound; the model's function takes its part of the inputs and fills results up with zeros.
/// </summary>
/// <param name="Sizes">The sizes, in the order of their declarations.</param>
/// <param name="Inputs">The types of the declared inputs, with these sizes in them.</param>
/// <param name="Results">The types of the declared results, with these sizes in them.</param>
public sealed record Bounds(EquatableArray<SizeSymbol> Sizes, EquatableArray<TensorType> Inputs, EquatableArray<TensorType> Results)
{
    public static Bounds None { get; } = new([], [], []);
}

/// <summary>
/// What the model keeps from call to call: an input behind the declared ones and a result behind the others, of the same type.
/// </summary>
/// <param name="Initial">What every element is before the first call.</param>
public sealed record State(string Name, double Initial, Origin Origin);

/// <summary>
/// A whole model: functions in call order (a function calls only earlier ones; the model's own is the last), elastic and bounded sizes,
/// the places where it may be left, and its state: the last inputs and the last results of its function.
/// </summary>
public sealed record ModelGraph(
    string Name,
    EquatableArray<Elastic> Elastics,
    Bounds Bounds,
    EquatableArray<LeaveSite> LeaveSites,
    EquatableArray<State> States,
    EquatableArray<Function> Functions,
    string Documentation = ""
)
{
    public Function Main => Functions[^1];

    /// <summary>A model with an <c>exit</c> has one more result, <c>exit</c>: the number of the one taken.</summary>
    /// <remarks>A declared result may have that name where nothing exits; then no place to leave the model has a number.</remarks>
    public bool HasExits => Results is [.., { Name: ExitResultName }] && LeaveSites.Any(s => s.Numbers.Length > 0);

    /// <summary>The inputs that the caller gives: those of the model's function without its state.</summary>
    public EquatableArray<Definition> Inputs => [.. Main.Inputs.Take(Main.Inputs.Length - States.Length)];

    /// <summary>The results that the caller gets, <c>exit</c> included: those of the model's function without its state.</summary>
    public EquatableArray<Port> Results => [.. Main.Results.Take(Main.Results.Length - States.Length)];

    public const string ExitResultName = "exit";

    public ModelGraph Replace(Func<Function, Function> rewrite) => this with { Functions = [.. Functions.Select(rewrite)] };
}
