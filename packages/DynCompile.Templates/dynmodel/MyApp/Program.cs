using DynCompile.Tensors;
using MyApp.Models;

using var model = Digits.Load();
NamedTensors samples = TensorFile.Read(Path.Combine(AppContext.BaseDirectory, "Models", "digits.inputs.safetensors"));
ReadOnlySpan<byte> images = samples["image"].AsSpan<byte>();
long[] labels = samples["label"].ToLongs();

const int Pixels = 28 * 28;
int right = 0;
Span<float> logits = stackalloc float[10];
for (int i = 0; i < labels.Length; i++)
{
    Digits.Exit exit = model.Run(images.Slice(i * Pixels, Pixels), logits);
    int answer = IndexOfLargest(logits);
    if (answer == labels[i])
        right++;
    if (i < 3)
        Console.WriteLine($"digit {i}: {answer}, left at {exit}");
}
Console.WriteLine($"{right} of {labels.Length} are right");
foreach (Digits.Exit exit in Enum.GetValues<Digits.Exit>())
    Console.WriteLine($"{exit}: {model.CountOf(exit)}");

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
