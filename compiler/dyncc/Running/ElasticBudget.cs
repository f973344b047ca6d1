using System.Globalization;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary><c>--budget</c>: the elastic sizes of the costliest sub-network that is cheap enough.</summary>
internal static class ElasticBudget
{
    public static Dictionary<string, long> Choose(long budget, string[] settings, Compilation compilation)
    {
        if (settings.Length > 0)
            throw Wrong("sizes are set with `--set` as well");
        EquatableArray<Elastic> elastics = compilation.Bound.Elastics;
        if (elastics.IsEmpty)
            throw Wrong("the model has no elastic size");
        EquatableArray<SubNetwork> all = SubNetwork.AllOf(compilation.Regions);
        if (all.IsEmpty)
            throw Wrong($"the elastic sizes have more than {SubNetwork.Most} choices; set them with `--set`");
        if (SubNetwork.Within(budget, all) is not { } chosen)
            throw Wrong($"no sub-network takes at most {budget} multiply-adds: the cheapest takes {all.Min(s => s.MultiplyAdds)}");
        string sizes = string.Join(", ", elastics.Select((e, i) => $"{e.Symbol.Name} = {chosen.Sizes[i]}"));
        Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"the budget chooses {sizes}: {chosen.MultiplyAdds:N0} multiply-adds"));
        return elastics.Select((e, i) => (e.Symbol.Name, Value: chosen.Sizes[i])).ToDictionary(s => s.Name, s => s.Value);
    }

    private static CommandFailed Wrong(string problem) =>
        new(ExitCode.WrongUsage, new BadOption(Location.OfFile("--budget"), "--budget", problem));
}
