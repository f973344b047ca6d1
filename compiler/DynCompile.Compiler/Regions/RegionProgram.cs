using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>A function cut into blocks and host steps.</summary>
public sealed record RegionFunction(Function Source, EquatableArray<Step> Steps)
{
    public string Name => Source.Name;

    public IEnumerable<Step> AllSteps => Steps.SelectMany(s => s.All());

    public IEnumerable<Block> Blocks => AllSteps.OfType<Step.Run>().Select(r => r.Block);

    /// <summary>Every value that the function defines, with its type.</summary>
    public IEnumerable<Definition> Definitions =>
        Source.Inputs.Concat(Source.Body.AllNodes().SelectMany(n => n.Results.Concat(n.Bodies.SelectMany(b => b.Parameters))));
}

/// <summary>
/// A model as DyCL sees it: condition-free sub-networks and a host program that models the control flow, here as a structured
/// tree of steps for each function.
/// </summary>
public sealed record RegionProgram(ModelGraph Graph, EquatableArray<RegionFunction> Functions)
{
    public RegionFunction Main => Functions[^1];
}
