namespace DynCompile.Benchmarks.Rows;

/// <summary>The command line as it is published, from start to end: a check, and a run with and without its build in the cache.</summary>
internal sealed class Starting : Row
{
    private const string Check = "check-lenet";
    private const string Cold = "run-cold";
    private const string Cached = "run-cached";

    public override IEnumerable<string> Names => [Check, Cold, Cached];

    public override IEnumerable<Measurement> Measure()
    {
        string folder = Directory.CreateTempSubdirectory("dyncc-benchmark-").FullName;
        try
        {
            string published = Path.Combine(folder, "dyncc");
            Command.Run("dotnet", "publish", Path.Combine(Network.Root, "compiler", "dyncc"), "-c", "Release", "-o", published);
            string program = Path.Combine(published, OperatingSystem.IsWindows() ? "dyncc.exe" : "dyncc");
            string cache = Path.Combine(folder, "cache");
            string lenet = Path.Combine(Network.Root, "examples", "reference", "branchy_lenet.dnn");
            string[] run = ["run", Path.Combine(Network.Root, "examples", "digits", "digits.dnn")];
            void Empty() => Directory.CreateDirectory(cache).Delete(recursive: true);

            double check = Command.Seconds(15, () => { }, program, ["check", lenet]);
            double cold = Command.Seconds(7, Empty, program, run, ("DYNCC_CACHE", cache));
            double cached = Command.Seconds(15, () => { }, program, run, ("DYNCC_CACHE", cache));
            return
            [
                Measurement.AtMost(Check, "`dyncc check` of an early-exit LeNet, start to end", check, 0.3, " s"),
                Measurement.AtMost(Cold, "`dyncc run` of 400 digits, start to end, no build in the cache", cold, 2.5, " s"),
                Measurement.AtMost(Cached, "the same with its build in the cache", cached, 0.4, " s"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
