using DynCompile.Runtime.Kernels;

namespace DynCompile.Runtime.Tests.Kernels;

public class MatMulTests
{
    [Theory]
    [InlineData(1, 1, 1, 1, false)]
    [InlineData(2, 5, 7, 19, false)]
    [InlineData(2, 5, 7, 19, true)]
    [InlineData(3, 1, 40, 9, false)]
    [InlineData(3, 6, 40, 1, false)]
    [InlineData(1, 4, 0, 8, false)]
    [InlineData(1, 0, 3, 8, false)]
    public void Each_matrix_of_the_batch_is_multiplied(int batch, int m, int k, int n, bool transposedB)
    {
        using var memory = new LaneMemory();
        Rows<float> a = memory.Random(batch * m * k, seed: 1);
        Rows<float> b = memory.Random(k * n, seed: 2);
        Rows<float> y = memory.Blank<float>(batch * m * n);
        KernelCheck.Run(
            memory,
            y,
            batch * m * n,
            live => MatMul.Run(live, a, b, y, batch, m * k, strideB: 0, m, k, n, transposedB),
            lane =>
            {
                var expected = new double[batch * m * n];
                for (int i = 0; i < expected.Length; i++)
                {
                    for (int p = 0; p < k; p++)
                    {
                        int column = i % n;
                        double right = b.Span(lane, k * n)[transposedB ? column * k + p : p * n + column];
                        expected[i] += a.Span(lane, batch * m * k)[i / n * k + p] * right;
                    }
                }
                return expected;
            },
            tolerance: 2e-5
        );
    }
}
