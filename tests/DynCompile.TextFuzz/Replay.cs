using System.Diagnostics;

namespace DynCompile.TextFuzz;

/// <summary>Runs files once, to see what a finding is and whether it is mended.</summary>
internal static class Replay
{
    public static bool Run(Target target, string[] files)
    {
        bool isFine = true;
        foreach (string file in files)
        {
            byte[] input = File.ReadAllBytes(file);
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            var time = Stopwatch.StartNew();
            Verdict? verdict = Verdict.Of(target, input);
            time.Stop();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            Console.WriteLine($"{file}: {time.ElapsedMilliseconds} ms, {allocated:N0} bytes: {verdict?.Description ?? "fine"}");
            isFine &= verdict is null;
        }
        return isFine;
    }
}
