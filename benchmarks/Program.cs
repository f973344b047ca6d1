using System.Text.Json;
using DynCompile.Benchmarks;
using DynCompile.Benchmarks.Dense;
using DynCompile.Benchmarks.Rows;
using Spectre.Console;

// dotnet run -c Release --project benchmarks -- [--filter X] [--json FILE]
Row[] all =
[
    new Product("gemm-64", 64, 64, 64, ratio: 1.25),
    new Product("gemm-256", 256, 256, 256, ratio: 1.02, share: 0.8),
    new Product("gemm-512", 512, 512, 512, ratio: 1.02, share: 0.8),
    new Product("gemm-1024", 1024, 1024, 1024, ratio: 1.02, share: 0.8),
    new Product("gemm-128x768x768", 128, 768, 768, ratio: 1.05),
    new Product("gemv-64", 1, 64, 64, ratio: 10),
    new Product("gemv-256", 1, 256, 256, ratio: 2.2),
    new Product("gemv-1024", 1, 1024, 1024, ratio: 1.25),
    new Convolution("conv-56-64", 56, 64, 64),
    new Convolution("conv-28-128", 28, 128, 128),
    new Convolution("conv-14-256", 14, 256, 256),
    new Convolution("conv-28-16-32", 28, 16, 32),
    new ByteProduct("int8-gemm-128x768x768", 128, 768, 768, ratio: 1.2),
    new ByteProduct("int8-gemm-512", 512, 512, 512, ratio: 1.2),
    new ByteProduct("int8-gemv-1024", 1, 1024, 1024, ratio: 1.5),
    new SparseProduct("nm-gemv-2:4-1024", new(2, 4), 1, 1024, ratio: 1.75),
    new SparseProduct("nm-gemv-1:4-1024", new(1, 4), 1, 1024, ratio: 3.3),
    new SparseProduct("nm-gemv-2:8-1024", new(2, 8), 1, 1024, ratio: 2.9),
    new SparseProduct("nm-gemv-1:8-1024", new(1, 8), 1, 1024, ratio: 5.5),
    new SparseProduct("nm-gemm-2:4-768x64", new(2, 4), 64, 768, ratio: 1.5),
    new SparseProduct("nm-gemm-1:4-768x64", new(1, 4), 64, 768, ratio: 2.8),
    new SparseProduct("nm-gemm-2:8-768x64", new(2, 8), 64, 768, ratio: 2.8),
    new SparseProduct("nm-gemm-1:8-768x64", new(1, 8), 64, 768, ratio: 5),
    new SparseProduct("nm-gemm-by16-2:4-768x64", new(2, 4, 16), 64, 768, ratio: 1.75),
    new SparseProduct("nm-gemm-by16-1:4-768x64", new(1, 4, 16), 64, 768, ratio: 3.3),
    new SparseProduct("nm-gemm-by16-2:8-768x64", new(2, 8, 16), 64, 768, ratio: 3.3),
    new SparseProduct("nm-gemm-by16-1:8-768x64", new(1, 8, 16), 64, 768, ratio: 5.5),
    new HostBranch(),
    new HostIteration(),
    new ForcedPath(),
    new FullPath(),
    new Compaction(),
    new DyclSessions(),
    // What compiles many models comes last: the JIT compiler goes on beside whatever is timed next.
    new Allocation(),
    new BorderCopies(),
    new EqualBytes(),
    new KernelsPerText(),
    new WeightMemory(),
    new SubNetworks(),
    new ManyLayers(),
    new Starting(),
    new NativeProgram(),
];

string filter = "";
string? file = null;
bool isUnderstood = args.Length % 2 == 0;
for (int i = 0; isUnderstood && i < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--filter":
            filter = args[i + 1];
            break;
        case "--json":
            file = args[i + 1];
            break;
        default:
            isUnderstood = false;
            break;
    }
}
Row[] chosen = [.. all.Where(r => r.Names.Any(IsChosen))];
if (!isUnderstood || chosen.Length == 0)
{
    Console.Error.WriteLine($"usage: [--filter X] [--json FILE]; rows: {string.Join(", ", all.SelectMany(r => r.Names))}");
    return 2;
}

double clock = Processor.Clock();
double peak = Processor.Operations / Timing.Compare(Processor.MultiplyAdds)[0].Seconds;
Console.Error.WriteLine($"clock {clock / 1e9:0.00} GHz, FMA peak {peak / 1e9:0} GFlop/s, {peak / clock:0.0} a cycle");
var measurements = new List<Measurement>();
foreach (Row row in chosen)
{
    Console.Error.WriteLine(string.Join(", ", row.Names.Where(IsChosen)));
    measurements.AddRange(row.Measure().Where(m => IsChosen(m.Row)));
}

// A pipe has no width of its own.
AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
Table table = new Table().AddColumns("row", "work", "ours", "peer", "ratio", "target", "verdict");
foreach (Measurement m in measurements)
{
    string verdict = m.Ok switch
    {
        true => "met",
        false => "missed",
        null => "",
    };
    string peer = m.Peer is { } time ? $"{Time(time)}, {m.PeerName}" : m.PeerName ?? "";
    string ratio = m.Ratio is { } r ? $"{r:0.00} x" : "";
    table.AddRow(new[] { m.Row, m.Work, m.Figure ?? Time(m.Ours), peer, ratio, m.Target, verdict }.Select(Markup.Escape).ToArray());
}
AnsiConsole.Write(table);
if (file is not null)
    File.WriteAllText(file, JsonSerializer.Serialize(measurements, new JsonSerializerOptions { WriteIndented = true }));
return measurements.Any(m => m.Ok == false) ? 1 : 0;

bool IsChosen(string row) => row.Contains(filter, StringComparison.Ordinal);

static string Time(double microseconds) => $"{microseconds:0.00} µs";
