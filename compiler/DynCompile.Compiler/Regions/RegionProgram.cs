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
    private readonly Dictionary<SizeSymbol, int> _given = NumberGivenSizes(Functions);

    public RegionFunction Main => Functions[^1];

    /// <summary>How many sizes the data gives: one for each <c>with</c> and each bounded size.</summary>
    public int GivenSizeCount => _given.Count;

    /// <summary>The number of a size that the data gives; null for one that the caller sets.</summary>
    public int? NumberOf(SizeSymbol size) => _given.TryGetValue(size, out int number) ? number : null;

    private static Dictionary<SizeSymbol, int> NumberGivenSizes(EquatableArray<RegionFunction> functions)
    {
        var numbers = new Dictionary<SizeSymbol, int>();
        foreach (Step.Resize resize in functions.SelectMany(f => f.AllSteps).OfType<Step.Resize>())
            numbers[resize.Bound] = numbers.TryGetValue(resize.Bound, out int known) ? known : numbers.Count;
        return numbers;
    }
}
