using System.Text.Json;
using DynCompile.Tensors;

namespace DynCompile.CommandLine;

/// <summary>The file of <c>dyncc bench --json</c>: an array, one object for each batch size. Its keys are a contract.</summary>
internal static class BenchJson
{
    public static void Write(string path, BenchSubject subject, IEnumerable<BenchResult> results) =>
        DataFile.Writing(path, () => AtomicFile.Write(path, stream => Write(stream, subject, results)));

    private static void Write(Stream stream, BenchSubject subject, IEnumerable<BenchResult> results)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (BenchResult result in results)
            Write(json, subject, result);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, BenchSubject subject, BenchResult result)
    {
        json.WriteStartObject();
        json.WriteString("model", subject.Model);
        json.WriteString("target", "cpu");
        json.WriteNumber("batch", result.Batch);
        json.WriteNumber("threads", subject.Threads);
        json.WriteNumber("p50_us", Rounded(result.Own.P50));
        json.WriteNumber("p95_us", Rounded(result.Own.P95));
        json.WriteNumber("p99_us", Rounded(result.Own.P99));
        json.WriteNumber("samples_per_s", Rounded(result.Own.SamplesPerSecond));
        json.WriteNumber("allocated_bytes_per_run", result.Own.AllocatedBytes);
        json.WriteNumber("macs_per_sample", Rounded(subject.MultiplyAdds));
        json.WriteNumber("macs_full", subject.FullMultiplyAdds);
        json.WriteStartObject("exits");
        for (int i = 0; i < subject.Exits.Count; i++)
            json.WriteNumber($"{i}", subject.Exits[i].Samples);
        json.WriteEndObject();
        if (result.Static is { } full)
            json.WriteNumber("static_us", Rounded(full.P50));
        else
            json.WriteNull("static_us");
        json.WriteEndObject();
    }

    // No clock tells nanoseconds apart.
    private static double Rounded(double value) => Math.Round(value, 3);
}
