using System.Text.Json;
using DynCompile.Benchmarks;
using DynCompile.Benchmarks.Rows;
using Spectre.Console;

// dotnet run -c Release --project benchmarks [-- ROW…] [--json FILE]
Row[] all =
[
    new HostBranch(),
    new HostIteration(),
    new Allocation(),
    new BorderCopies(),
    new ForcedPath(),
    new Compaction(),
    new EqualBytes(),
    new KernelsPerText(),
    new WeightMemory(),
    new SubNetworks(),
    new DyclSessions(),
];

int json = Array.IndexOf(args, "--json");
string? file = json >= 0 ? args.ElementAtOrDefault(json + 1) : null;
string[] names = json >= 0 ? [.. args[..json], .. args.Skip(json + 2)] : args;
Row[] chosen = [.. all.Where(r => names.Length == 0 || names.Any(n => r.Name.StartsWith(n, StringComparison.Ordinal)))];
if (chosen.Length == 0 || (json >= 0 && file is null))
{
    Console.Error.WriteLine($"usage: [ROW…] [--json FILE]; rows: {string.Join(", ", all.Select(r => r.Name))}");
    return 2;
}

var measurements = new List<Measurement>();
foreach (Row row in chosen)
{
    Console.Error.WriteLine(row.Name);
    measurements.AddRange(row.Measure());
}

// A pipe has no width of its own.
AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
Table table = new Table().AddColumns("row", "work", "target", "figure", "verdict");
foreach (Measurement m in measurements)
{
    string verdict = m.IsMet switch
    {
        true => "met",
        false => "missed",
        null => "",
    };
    table.AddRow(new[] { m.Name, m.Work, m.Target, m.Figure, verdict }.Select(Markup.Escape).ToArray());
}
AnsiConsole.Write(table);
if (file is not null)
    File.WriteAllText(file, JsonSerializer.Serialize(measurements, new JsonSerializerOptions { WriteIndented = true }));
return measurements.Any(m => m.IsMet == false) ? 1 : 0;
