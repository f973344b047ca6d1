using System.Globalization;
using DynCompile.TextFuzz;
using SharpFuzz;

const string usage = """
    Feeds hostile files to what reads files. A finding is an exception that no contract names, too much time or too much memory.

      TextFuzz TARGET [--seconds 60] [--seed 1] [--out FOLDER]   mutates seeds; findings, made small, go to FOLDER
      TextFuzz TARGET --replay FILE…                             runs files once and says how each ends
      TextFuzz TARGET --seeds FOLDER                             writes the seeds as files, for afl-fuzz -i
      TextFuzz TARGET --afl                                      what afl-fuzz starts
      TextFuzz instrument ASSEMBLY…                              makes assemblies report their branches

    TARGET is parser, compiler, safetensors, npy or npz. fuzz.sh does all of it in order.
    """;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args is ["instrument", .. var assemblies])
{
    foreach (string assembly in assemblies)
        Fuzzer.Instrument(assembly, _ => true, Options.Value);
    return 0;
}
if (args.Length == 0 || Target.Find(args[0]) is not { } target)
{
    Console.Error.WriteLine(usage);
    return 2;
}

// Instrumented assemblies write to memory that somebody must give them; afl-fuzz gives its own.
Coverage? coverage = args is [_, "--afl"] ? null : new Coverage();
switch (args[1..])
{
    case ["--afl"]:
        Fuzzer.OutOfProcess.Run(stream => _ = target.Run(ReadAll(stream)));
        return 0;
    case ["--replay", .. var files]:
        return Replay.Run(target, files) ? 0 : 1;
    case ["--seeds", var folder]:
        Directory.CreateDirectory(folder);
        foreach (var (seed, i) in target.Seeds().Select((seed, i) => (seed, i)))
            File.WriteAllBytes(Path.Combine(folder, $"{i:000}"), seed);
        return 0;
    case { Length: var length } rest when length % 2 == 0 && FuzzOptions.Parse(target, rest) is { } options:
        return new FuzzLoop(target, options, coverage!).Run() == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine(usage);
        return 2;
}

static byte[] ReadAll(Stream stream)
{
    using var copy = new MemoryStream();
    stream.CopyTo(copy);
    return copy.ToArray();
}
