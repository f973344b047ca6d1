using DynCompile.Hosting;
using WebApi.Models;

namespace WebApi;

/// <summary>What the service answers for an image.</summary>
/// <param name="Digit">The digit that it most likely is.</param>
/// <param name="Exit">Where the image left the network.</param>
/// <param name="Logits">The scores of all digits.</param>
public sealed record Answer(int Digit, string Exit, float[] Logits);

/// <summary>Reads digits with the model, and measures it.</summary>
public sealed class Reader(Digits model, ModelMetrics<Digits> metrics)
{
    /// <summary>Bytes of one image.</summary>
    public const int Pixels = 28 * 28;

    private const int Classes = 10;

    // Regrouped at every exit: the images of a batch that are sure leave, the others go on together.
    private const int MaxBatch = 64;

    public Answer Read(ReadOnlySpan<byte> image)
    {
        var logits = new float[Classes];
        using (metrics.Measure())
        {
            Digits.Exit exit = model.Run(image, logits);
            return Make(logits, exit);
        }
    }

    public Answer[] ReadAll(ReadOnlySpan<byte> images, CancellationToken cancellationToken)
    {
        int count = images.Length / Pixels;
        var logits = new float[count * Classes];
        var exits = new Digits.Exit[count];
        using (metrics.Measure())
        {
            using Digits.Session session = model.CreateSession(Math.Clamp(count, 1, MaxBatch));
            session.RunBatch(images, count, logits, exits, cancellationToken);
        }
        return [.. Enumerable.Range(0, count).Select(i => Make(logits[(i * Classes)..((i + 1) * Classes)], exits[i]))];
    }

    private static Answer Make(float[] logits, Digits.Exit exit) => new(Array.IndexOf(logits, logits.Max()), exit.ToString(), logits);
}
