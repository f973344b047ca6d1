using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Spectre.Console;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc doctor</c>: what this machine has for compiled models.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Shows what this machine has, and whether a model compiles and runs here.\nExample: dyncc doctor"
        );
        command.SetAction(_ => Examine());
        return command;
    }

    private static int Examine()
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn("");
        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
        Row("dyncc", typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3));
        Row(
            ".NET",
            $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"
        );
        Row("processors", $"{Environment.ProcessorCount}");
        Row("vectors", $"AVX2 {Has(Avx2.IsSupported)}, FMA {Has(Fma.IsSupported)}, AVX-512 {Has(Avx512F.IsSupported)}");
        Row("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB");
        Row("build cache", BuildCache.Folder ?? "none: this user has no cache folder");
        Row("targets", string.Join(", ", Target.Names));
        Row("data sets", Environment.GetEnvironmentVariable("DYNCC_DATA") is { Length: > 0 } data ? data : "none: DYNCC_DATA is not set");
        string? problem = SelfTest.Run();
        Row("self-test", problem ?? "a small model compiles and runs");
        Terminal.Out.Write(table);
        return problem is null ? ExitCode.Done : ExitCode.Bug;
    }

    private static string Has(bool supported) => supported ? "yes" : "no";
}
