using System.Collections.Immutable;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>One choice of all elastic sizes, in the order of their declarations, and what a sample costs that takes no exit.</summary>
public sealed record SubNetwork(EquatableArray<long> Sizes, long MultiplyAdds)
{
    /// <summary>The most choices that are listed: each of them stands in the emitted class.</summary>
    public const int Most = 4096;

    /// <summary>All sub-networks, the smallest sizes first; none when nothing is elastic or when there are more than <see cref="Most"/>.</summary>
    public static EquatableArray<SubNetwork> AllOf(RegionProgram program)
    {
        EquatableArray<Elastic> elastics = program.Graph.Elastics;
        if (elastics.IsEmpty || elastics.Aggregate(1.0, (count, e) => count * e.Symbol.Values.Length) > Most)
            return [];
        IEnumerable<ImmutableArray<long>> choices = [ImmutableArray<long>.Empty];
        foreach (Elastic elastic in elastics)
            choices = choices.SelectMany(chosen => elastic.Symbol.Values.Select(chosen.Add));
        var cost = new RegionCost(program, s => s.Largest);
        return [.. choices.Select(sizes => new SubNetwork([.. sizes], cost.FullOf(s => ValueOf(s, elastics, sizes))))];
    }

    /// <summary>
    /// The costliest sub-network within a budget; of equal ones the larger in the dimension declared first. Null when none is.
    /// </summary>
    public static SubNetwork? Within(long budget, IEnumerable<SubNetwork> all) =>
        all.Where(s => s.MultiplyAdds <= budget).OrderBy(s => s.MultiplyAdds).ThenBy(s => s.Sizes, LargerFirstDimension).LastOrDefault();

    private static readonly Comparer<EquatableArray<long>> LargerFirstDimension = Comparer<EquatableArray<long>>.Create(
        (a, b) => a.Zip(b, (x, y) => x.CompareTo(y)).FirstOrDefault(order => order != 0)
    );

    private static long ValueOf(SizeSymbol symbol, EquatableArray<Elastic> elastics, ImmutableArray<long> sizes)
    {
        for (int i = 0; i < elastics.Length; i++)
        {
            if (elastics[i].Symbol == symbol)
                return sizes[i];
        }
        return symbol.Largest;
    }
}
