namespace DynCompile.CommandLine;

/// <summary>What a region's card says: its main operators by name, the others as a number.</summary>
/// <param name="Chips"><c>conv2d 8×28×28</c></param>
/// <param name="Folded"><c>+12 elementwise, +2 other</c>; empty when nothing is.</param>
internal sealed record RegionLabel(IReadOnlyList<string> Chips, string Folded)
{
    private const int MostChips = 6;

    public static RegionLabel Of(PictureStep.Region region)
    {
        List<Operation> main = [.. region.Operations.Where(o => o.Kind == OperationKind.Main)];
        int elementwise = region.Operations.Count(o => o.Kind == OperationKind.Elementwise);
        if (main.Count == 0 && elementwise == 0)
            main = [.. region.Operations.Where(o => o.Kind == OperationKind.Moving)];
        // The costliest stay, in the order in which they run; a sort keeps the order of equal ones.
        HashSet<int> kept = [.. Enumerable.Range(0, main.Count).OrderByDescending(i => main[i].MultiplyAdds).Take(MostChips)];
        int other = region.Operations.Count - elementwise - kept.Count;
        string plus = main.Count == 0 ? "" : "+";
        List<string> folded = [];
        if (elementwise > 0)
            folded.Add($"{plus}{elementwise} elementwise");
        if (other > 0)
            folded.Add($"+{other} other");
        return new RegionLabel([.. main.Where((_, i) => kept.Contains(i)).Select(Chip)], string.Join(", ", folded));
    }

    private static string Chip(Operation operation) => operation.Shape.Length == 0 ? operation.Name : $"{operation.Name} {operation.Shape}";
}
