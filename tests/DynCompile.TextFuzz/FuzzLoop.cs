using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace DynCompile.TextFuzz;

/// <summary>
/// Mutates seeds for some time in one process. Without instrumentation it is blind and keeps to its seeds; with it, inputs that take
/// new branches become seeds.
/// </summary>
internal sealed class FuzzLoop(Target target, FuzzOptions options, Coverage coverage)
{
    private const int MostFindings = 100;
    private static readonly TimeSpan hang = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan reportEvery = TimeSpan.FromSeconds(60);

    private readonly HashSet<string> signatures = [];
    private readonly Stopwatch time = Stopwatch.StartNew();
    private long startedAt;
    private long inputs;

    /// <summary>The number of findings.</summary>
    public int Run()
    {
        Directory.CreateDirectory(options.OutputFolder);
        // Survives the process, so that an input that ends it is known.
        using var mapping = MemoryMappedFile.CreateFromFile(
            Path.Combine(options.OutputFolder, "current"),
            FileMode.Create,
            null,
            sizeof(int) + Mutator.LongestInput
        );
        using MemoryMappedViewAccessor current = mapping.CreateViewAccessor();
        new Thread(WatchForHangs) { IsBackground = true }.Start();

        List<byte[]> pool = [.. target.Seeds().Where(seed => seed.Length <= Mutator.LongestInput)];
        foreach (byte[] seed in pool)
            Try(seed, current);
        var mutator = new Mutator(options.Seed, target.Dictionary());
        TimeSpan nextReport = reportEvery;
        while (time.Elapsed.TotalSeconds < options.Seconds && signatures.Count < MostFindings)
        {
            byte[] input = mutator.Mutate(pool[mutator.Next(pool.Count)], pool[mutator.Next(pool.Count)]);
            if (target.Repair is { } repair && mutator.Next(2) == 0)
                repair(input);
            if (Try(input, current))
                pool.Add(input);
            if (time.Elapsed > nextReport)
            {
                Report(pool.Count);
                nextReport += reportEvery;
            }
        }
        Report(pool.Count);
        return signatures.Count;
    }

    /// <summary>Runs an input; whether it is worth mutating.</summary>
    private bool Try(byte[] input, MemoryMappedViewAccessor current)
    {
        current.Write(0, input.Length);
        current.WriteArray(sizeof(int), input, 0, input.Length);
        coverage.Clear();
        inputs++;
        Volatile.Write(ref startedAt, Stopwatch.GetTimestamp());
        Verdict? verdict = Verdict.Of(target, input);
        Volatile.Write(ref startedAt, 0);
        if (verdict is null)
            return coverage.TakeNews();
        if (signatures.Add(verdict.Signature))
            Save(verdict, input);
        return false;
    }

    private void Save(Verdict verdict, byte[] input)
    {
        byte[] small = Reduction.Reduce(input, candidate => Verdict.Of(target, candidate)?.Signature == verdict.Signature);
        string file = Path.Combine(options.OutputFolder, $"finding-{signatures.Count:00}");
        File.WriteAllBytes(file, small);
        File.WriteAllText($"{file}.txt", verdict.Description);
        Console.WriteLine($"FINDING {file}: {verdict.Description.Split('\n')[0]}");
    }

    private void Report(int seeds) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{target.Name}: {time.Elapsed.TotalSeconds:F0} s, {inputs} inputs, {seeds} seeds, {coverage.Branches} branches, {signatures.Count} findings"
            )
        );

    private void WatchForHangs()
    {
        while (true)
        {
            Thread.Sleep(1000);
            long started = Volatile.Read(ref startedAt);
            if (started == 0 || Stopwatch.GetElapsedTime(started) < hang)
                continue;
            Console.WriteLine($"HANG: {options.OutputFolder}/current holds, behind its length in 4 bytes, an input that does not end");
            Environment.Exit(3);
        }
    }
}
