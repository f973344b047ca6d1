using DynCompile.Syntax;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Programs;

/// <summary>
/// Where an expression needs a layer or a weight before it is declared: <see cref="Declarations"/> puts a name here and the declaration
/// at the body's top. Equal holes share one declaration.
/// </summary>
internal abstract record Hole() : Expression(default(Location));

/// <summary>A layer, or an array of them.</summary>
/// <param name="Signature">The types of its calls: weights are made for these.</param>
/// <param name="Slot">Tells equal layers apart.</param>
internal sealed record LayerHole(
    string Constructor,
    EquatableArray<Argument> Arguments,
    EquatableArray<int> Dimensions,
    string Signature,
    int Slot
) : Hole;

/// <summary>A bare weight.</summary>
internal sealed record ParamHole(WrittenType Type, int Slot) : Hole;
