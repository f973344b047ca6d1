namespace DynCompile.Benchmarks.Rows;

/// <summary>Managed bytes that runs allocate once a session is warm, over all reference networks.</summary>
internal sealed class Allocation : Row
{
    private const int Runs = 20;

    private static readonly int[] s_batches = [1, 64];

    public override IEnumerable<string> Names => s_batches.Select(NameFor);

    public override IEnumerable<Measurement> Measure()
    {
        foreach (int batch in s_batches)
        {
            long most = 0;
            string worst = "";
            foreach (string name in Reference.Names)
            {
                using var network = Network.OfReference(name);
                using BatchRunner runner = network.Runner(batch);
                runner.Run();
                // A collection that still runs in the background takes the thread's room for objects away, which would count as used.
                GC.Collect();
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < Runs; i++)
                    runner.Run();
                long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
                (most, worst) = bytes > most ? (bytes, $", {name}") : (most, worst);
            }
            yield return Measurement.AtMost(
                NameFor(batch),
                $"bytes allocated in a run, most of all reference networks{worst}",
                most,
                0,
                " B"
            );
        }
    }

    private static string NameFor(int batch) => $"allocation-{batch}";
}
