// Reads images of digits from a file, runs the model on each, and says what they are and where they left.
//
//     dotnet run -c Release --project examples/ConsoleApp -- examples/digits/digits.inputs.safetensors 5
using ConsoleApp.Models;
using DynCompile.Tensors;

const int Pixels = 28 * 28;
if (args.Length is 0 or > 2 || (args.Length == 2 && !int.TryParse(args[1], out _)))
{
    Console.Error.WriteLine("usage: ConsoleApp IMAGES.safetensors [COUNT]");
    return 2;
}
try
{
    using var model = Digits.Load();
    ReadOnlySpan<byte> images = TensorFile.Read(args[0])["image"].AsSpan<byte>();
    int count = Math.Min(images.Length / Pixels, args.Length == 2 ? int.Parse(args[1]) : int.MaxValue);
    Span<float> logits = stackalloc float[10];
    for (int i = 0; i < count; i++)
    {
        Digits.Exit exit = model.Run(images.Slice(i * Pixels, Pixels), logits);
        Console.WriteLine($"image {i}: a {IndexOfLargest(logits)}, left at {exit}");
    }
    foreach (Digits.Exit exit in Enum.GetValues<Digits.Exit>())
        Console.WriteLine($"{exit}: {model.CountOf(exit)} of {count}");
    return 0;
}
catch (Exception e) when (e is IOException or TensorFormatException or KeyNotFoundException or InvalidOperationException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

static int IndexOfLargest(ReadOnlySpan<float> values)
{
    int best = 0;
    for (int i = 1; i < values.Length; i++)
    {
        if (values[i] > values[best])
            best = i;
    }
    return best;
}
