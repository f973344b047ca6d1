namespace DynCompile.Benchmarks.Rows;

/// <summary>Managed bytes that runs allocate once a session is warm, over all reference networks.</summary>
internal sealed class Allocation : Row
{
    private const int Runs = 20;

    public override string Name => "allocation";

    public override IEnumerable<Measurement> Measure()
    {
        foreach (int batch in new[] { 1, 64 })
        {
            long most = 0;
            string worst = "";
            foreach (string name in Reference.Names)
            {
                using var network = Network.OfReference(name);
                using BatchRunner runner = network.Runner(batch);
                runner.Run();
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < Runs; i++)
                    runner.Run();
                long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
                (most, worst) = bytes > most ? (bytes, $", {name}") : (most, worst);
            }
            yield return AtMost($"{Name}-{batch}", $"bytes allocated in a run, most of all reference networks{worst}", most, 0, " B");
        }
    }
}
