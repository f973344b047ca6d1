using System.Text;
using DynCompile.Graph;
using DynCompile.Tensors;
using Spectre.Console;

namespace DynCompile.CommandLine;

/// <summary>Draws samples that look like grey images, side by side, with their answers.</summary>
internal static class Pictures
{
    /// <summary>Two rows of an image share a line of text; darker ink for larger values.</summary>
    private const string Ink = " .:-=+*#%@";

    private const int LineWidth = 96;

    public static void Draw(IAnsiConsole console, Samples samples, RunResult result, Tensor? labels, int count)
    {
        Tensor? images = samples.Inputs.FirstOrDefault(IsImage);
        if (images is null)
        {
            Terminal.Note("no input looks like an image: nothing is drawn");
            return;
        }
        int height = images.Shape[^2];
        int width = images.Shape[^1];
        int perLine = Math.Max(1, LineWidth / (width + 2));
        int shown = Math.Min(count, samples.Count);
        int[]? predicted = RunReport.Predictions(result);
        for (int first = 0; first < shown; first += perLine)
        {
            int[] line = [.. Enumerable.Range(first, Math.Min(perLine, shown - first))];
            var text = new StringBuilder();
            string[][] pictures = [.. line.Select(s => Picture(images.Row(s).ToFloats(), height, width))];
            for (int row = 0; row < pictures[0].Length; row++)
                text.AppendJoin("  ", pictures.Select(p => p[row])).Append('\n');
            text.AppendJoin("  ", line.Select(s => Caption(s, predicted, labels, result).PadRight(width)));
            // The console would break lines of its own; pictures have their width.
            console.Profile.Out.Writer.WriteLine(text.ToString());
            console.Profile.Out.Writer.WriteLine();
        }
    }

    private static bool IsImage(Tensor input) =>
        (input.Rank == 3 || (input.Rank == 4 && input.Shape[1] == 1))
        && input.Shape[^1] is >= 8 and <= 64
        && input.Shape[^2] is >= 8 and <= 64;

    private static string[] Picture(float[] pixels, int height, int width)
    {
        float low = pixels.Min();
        float range = Math.Max(pixels.Max() - low, 1e-9f);
        var lines = new List<string>();
        for (int row = 0; row + 1 < height; row += 2)
        {
            var line = new StringBuilder();
            for (int column = 0; column < width; column++)
            {
                float mean = (pixels[row * width + column] + pixels[(row + 1) * width + column]) / 2;
                line.Append(Ink[Math.Clamp((int)((mean - low) / range * (Ink.Length - 1)), 0, Ink.Length - 1)]);
            }
            lines.Add(line.ToString());
        }
        return [.. lines];
    }

    private static string Caption(int sample, int[]? predicted, Tensor? labels, RunResult result)
    {
        string text = predicted is null ? "" : $"{predicted[sample]}";
        if (labels is not null && predicted is not null)
            text += labels.ToLongs()[sample] == predicted[sample] ? " (right)" : $" (is {labels.ToLongs()[sample]})";
        if (result[ModelGraph.ExitResultName] is { } exits)
            text += $", exit {exits.ToLongs()[sample]}";
        return text;
    }
}
