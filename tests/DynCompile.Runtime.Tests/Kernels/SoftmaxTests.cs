using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class SoftmaxTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 10, 1)]
    [InlineData(3, 37, 1)]
    [InlineData(2, 5, 3)]
    [InlineData(1, 16, 9)]
    [InlineData(0, 4, 1)]
    public void The_family_follows_its_definition(int outer, int axis, int inner)
    {
        using var memory = new LaneMemory();
        int length = outer * axis * inner;
        Rows<float> x = memory.Random(length);
        Rows<float> y = memory.Blank<float>(length);
        Rows<float> sums = memory.Blank<float>(outer * inner);
        double[] LogSums(int lane)
        {
            double[] elements = KernelCheck.Doubles(x, lane, length);
            var logs = new double[outer * inner];
            for (int i = 0; i < logs.Length; i++)
                logs[i] = Math.Log(Enumerable.Range(0, axis).Sum(k => Math.Exp(elements[(i / inner * axis + k) * inner + i % inner])));
            return logs;
        }
        double[] LogSoftmaxes(int lane)
        {
            double[] logs = LogSums(lane);
            return [.. KernelCheck.Doubles(x, lane, length).Select((v, i) => v - logs[i / (axis * inner) * inner + i % inner])];
        }

        KernelCheck.Run(
            memory,
            y,
            length,
            live => Softmax.Run(live, x, y, outer, axis, inner),
            lane => [.. LogSoftmaxes(lane).Select(Math.Exp)]
        );
        KernelCheck.Run(memory, y, length, live => LogSoftmax.Run(live, x, y, outer, axis, inner), LogSoftmaxes);
        KernelCheck.Run(memory, sums, outer * inner, live => LogSumExp.Run(live, x, sums, outer, axis, inner), LogSums);
    }

    [Fact]
    public void Large_elements_do_not_overflow_and_infinitely_small_ones_vanish()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Shared(1000f, 1000f, float.NegativeInfinity);
        Rows<float> y = memory.Blank<float>(3);
        KernelCheck.Run(memory, y, 3, live => Softmax.Run(live, x, y, 1, 3, 1), _ => [0.5, 0.5, 0]);
        KernelCheck.Run(
            memory,
            y,
            3,
            live => LogSoftmax.Run(live, x, y, 1, 3, 1),
            _ => [-Math.Log(2), -Math.Log(2), double.NegativeInfinity]
        );
        KernelCheck.Run(memory, y, 1, live => LogSumExp.Run(live, x, y, 1, 3, 1), _ => [1000 + Math.Log(2)]);
    }

    [Theory]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.PositiveInfinity)]
    public void The_log_sum_of_infinities_is_that_infinity(float infinity)
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Shared(infinity, infinity);
        Rows<float> y = memory.Blank<float>(1);
        KernelCheck.Run(memory, y, 1, live => LogSumExp.Run(live, x, y, 1, 2, 1), _ => [infinity]);
    }

    [Fact]
    public void Nan_makes_its_whole_axis_nan_and_no_other()
    {
        using var memory = new LaneMemory();
        Rows<float> x = memory.Shared(float.NaN, 0, 1, 1);
        Rows<float> y = memory.Blank<float>(4);
        KernelCheck.Run(memory, y, 4, live => Softmax.Run(live, x, y, 2, 2, 1), _ => [double.NaN, double.NaN, 0.5, 0.5]);
    }
}
