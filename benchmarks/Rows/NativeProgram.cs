using System.Globalization;

namespace DynCompile.Benchmarks.Rows;

/// <summary>A program with an early-exit LeNet, published with NativeAOT: its size, its start, and a product in it against the same one under the JIT compiler.</summary>
internal sealed class NativeProgram : Row
{
    private const string Size = "aot-size";
    private const string Start = "aot-start";
    private const string Gemm = "aot-gemm";
    private const string GemmNative = "aot-gemm-native";
    private const int Rounds = 5;
    private const double MostToJit = 1.1;

    private static string Suffix => OperatingSystem.IsWindows() ? ".exe" : "";

    public override IEnumerable<string> Names => [Size, Start, Gemm, GemmNative];

    public override IEnumerable<Measurement> Measure()
    {
        string folder = Directory.CreateTempSubdirectory("dyncc-benchmark-").FullName;
        try
        {
            string usual = Publish(Path.Combine(folder, "usual"));
            string native = Publish(Path.Combine(folder, "native"), "-p:IlcInstructionSet=native");
            string jit = Path.Combine(folder, "jit");
            Command.Run("dotnet", "build", Project, "-c", "Release", "-o", jit);

            double start = Command.Seconds(21, () => { }, usual, []) * 1e3;
            double[][] times = [.. Enumerable.Range(0, 3).Select(_ => new double[Rounds])];
            for (int round = 0; round < Rounds; round++)
            {
                times[0][round] = Microseconds("dotnet", Path.Combine(jit, "Native.dll"), "gemm");
                times[1][round] = Microseconds(usual, "gemm");
                times[2][round] = Microseconds(native, "gemm");
            }
            double[] ratios = [.. times.Select(own => Timing.Median([.. own.Select((t, round) => t / times[0][round])]))];
            double mega = new FileInfo(usual).Length / 1e6;
            return
            [
                Measurement.AtMost(Size, "executable with a LeNet and its weights, 0.3 MB of it", mega, 6, " MB"),
                Measurement.AtMost(Start, "its start to its end, with one answer", start, 30, " ms"),
                Measurement.AtMost(
                    Gemm,
                    "256 x 256 x 256, time to the JIT compiler's, as the package publishes",
                    ratios[1],
                    MostToJit,
                    " x"
                ),
                Measurement.AtMost(GemmNative, "the same with IlcInstructionSet=native", ratios[2], MostToJit, " x"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Project => Path.Combine(Network.Root, "benchmarks", "Native", "Native.csproj");

    private static string Publish(string folder, params string[] options)
    {
        Command.Run("dotnet", ["publish", Project, "-c", "Release", "-o", folder, .. options]);
        return Path.Combine(folder, "Native" + Suffix);
    }

    private static double Microseconds(string program, params string[] arguments) =>
        double.Parse(Command.Run(program, arguments), CultureInfo.InvariantCulture);
}
