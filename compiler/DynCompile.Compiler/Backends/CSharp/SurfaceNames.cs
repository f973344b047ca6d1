using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>The names by which callers know a model's inputs, results, exits and elastic sizes: .NET's casing, each once.</summary>
internal sealed class SurfaceNames
{
    public SurfaceNames(ModelOutline model)
    {
        // Among them the parameters, locals and words that the emitted calls use beside the model's own.
        Names parameters = Names.WithoutTypes("count", "exits", "exit", "options", "cancellationToken", "session", "nameof");
        Inputs = [.. model.Inputs.Select(i => parameters.Camel(i.Name))];
        Results = [.. model.Results.Select(r => parameters.Camel(r.Name))];
        Names exits = Names.WithoutTypes("value__");
        Exits = [.. model.Exits.Select(e => exits.Pascal(e.Name))];
        Names sizes = Names.WithoutTypes(
            "Budget",
            "Options",
            "Equals",
            "GetHashCode",
            "GetType",
            "ToString",
            "PrintMembers",
            "ReferenceEquals",
            "MemberwiseClone",
            "Finalize"
        );
        Elastics = [.. model.Elastics.Select(e => sizes.Pascal(e.Name))];
    }

    public EquatableArray<string> Inputs { get; }
    public EquatableArray<string> Results { get; }
    public EquatableArray<string> Exits { get; }
    public EquatableArray<string> Elastics { get; }
}
