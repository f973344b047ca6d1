using System.Runtime.Intrinsics;
using DynCompile.Runtime.Kernels;
using DynCompile.Runtime.Kernels.Tiles;

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
    [InlineData(2, 1, 17, 70, true)]
    [InlineData(2, 7, 33, 45, false)]
    [InlineData(2, 11, 300, 30, false)]
    [InlineData(1, 13, 260, 18, true)]
    [InlineData(1, 2, 5, 600, false)]
    [InlineData(1, 50, 4, 530, false)]
    [InlineData(2, 100, 9, 33, true)]
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
            tolerance: 5e-5
        );
    }

    [Theory]
    [InlineData(29, 41, false)]
    [InlineData(300, 20, false)]
    [InlineData(300, 47, true)]
    public void A_right_side_that_repeats_gives_the_bits_of_single_products_with_vectors_of_any_width(int k, int n, bool transposedB)
    {
        using var memory = new LaneMemory();
        Rows<float> a = memory.Random(3 * 5 * k, seed: 1);
        Rows<float> b = memory.Random(k * n, seed: 2);
        Rows<float> together = memory.Blank<float>(3 * 5 * n);
        Rows<float> apart = memory.Blank<float>(3 * 5 * n);
        Lanes live = memory.All();
        for (int width = 256; width <= 512; width *= 2)
        {
            Run(together, 3, a);
            for (int i = 0; i < 3; i++)
                Run(apart.From(i * 5 * n), 1, a.From(i * 5 * k));
            for (int lane = 0; lane < memory.Capacity; lane++)
                Assert.Equal(together.Span(lane, 3 * 5 * n).ToArray(), apart.Span(lane, 3 * 5 * n).ToArray());

            void Run(Rows<float> y, int batch, Rows<float> left)
            {
                if (width == 256)
                    MatMul.Run<Vector256<float>, Vectors256>(live, left, b, y, batch, 5 * k, 0, 5, k, n, transposedB);
                else
                    MatMul.Run<Vector512<float>, Vectors512>(live, left, b, y, batch, 5 * k, 0, 5, k, n, transposedB);
            }
        }
    }
}
