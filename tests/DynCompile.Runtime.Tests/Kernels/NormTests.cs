using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class NormTests
{
    private const float Epsilon = 1e-3f;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(2, 33)]
    public void Rows_are_normed_with_and_without_weights(int rows, int length)
    {
        using var memory = new LaneMemory();
        float[] w = RandomFloats.Of(length, seed: 2);
        float[] b = RandomFloats.Of(length, seed: 3);
        Rows<float> x = memory.Random(rows * length);
        Rows<float> weight = memory.Shared(w);
        Rows<float> bias = memory.Shared(b);
        Rows<float> y = memory.Blank<float>(rows * length);
        double[] Normed(int lane, bool centred)
        {
            double[] elements = KernelCheck.Doubles(x, lane, rows * length);
            return [.. elements.Chunk(length).SelectMany(row => Norm(row, centred))];
        }

        KernelCheck.Run(
            memory,
            y,
            rows * length,
            live => LayerNorm.Run(live, x, default, default, y, rows, length, Epsilon),
            lane => Normed(lane, centred: true)
        );
        KernelCheck.Run(
            memory,
            y,
            rows * length,
            live => LayerNorm.Run(live, x, weight, bias, y, rows, length, Epsilon),
            lane => [.. Normed(lane, centred: true).Select((v, i) => v * w[i % length] + b[i % length])]
        );
        KernelCheck.Run(
            memory,
            y,
            rows * length,
            live => RmsNorm.Run(live, x, weight, y, rows, length, Epsilon),
            lane => [.. Normed(lane, centred: false).Select((v, i) => v * w[i % length])]
        );
    }

    [Theory]
    [InlineData(4, 5, 2)]
    [InlineData(6, 11, 3)]
    [InlineData(2, 1, 1)]
    public void Channels_are_normed_in_groups_or_by_stored_statistics(int channels, int area, int groups)
    {
        using var memory = new LaneMemory();
        int length = channels * area;
        float[] w = RandomFloats.Of(channels, seed: 2);
        float[] b = RandomFloats.Of(channels, seed: 3);
        float[] mean = RandomFloats.Of(channels, seed: 4);
        float[] variance = [.. RandomFloats.Of(channels, seed: 5).Select(MathF.Abs)];
        Rows<float> x = memory.Random(length);
        Rows<float> weight = memory.Shared(w);
        Rows<float> bias = memory.Shared(b);
        Rows<float> means = memory.Shared(mean);
        Rows<float> variances = memory.Shared(variance);
        Rows<float> y = memory.Blank<float>(length);

        KernelCheck.Run(
            memory,
            y,
            length,
            live => GroupNorm.Run(live, x, weight, bias, y, channels, area, groups, Epsilon),
            lane =>
                [
                    .. KernelCheck
                        .Doubles(x, lane, length)
                        .Chunk(length / groups)
                        .SelectMany(group => Norm(group, centred: true))
                        .Select((v, i) => v * w[i / area] + b[i / area]),
                ]
        );
        KernelCheck.Run(
            memory,
            y,
            length,
            live => BatchNorm.Run(live, x, means, variances, weight, bias, y, channels, area, Epsilon, relu: true),
            lane =>
                [
                    .. KernelCheck
                        .Doubles(x, lane, length)
                        .Select((v, i) => (v - mean[i / area]) / Math.Sqrt(variance[i / area] + Epsilon) * w[i / area] + b[i / area])
                        .Select(v => Math.Max(v, 0)),
                ]
        );
    }

    private static IEnumerable<double> Norm(double[] elements, bool centred)
    {
        double mean = centred ? elements.Average() : 0;
        double variance = elements.Average(v => (v - mean) * (v - mean));
        return elements.Select(v => (v - mean) / Math.Sqrt(variance + Epsilon));
    }
}
