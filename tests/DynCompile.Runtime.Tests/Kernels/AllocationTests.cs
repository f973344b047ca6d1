using DynCompile.Runtime.Kernels;
using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests.Kernels;

public class AllocationTests
{
    [Fact]
    public void Kernels_allocate_nothing()
    {
        using var memory = new LaneMemory();
        using var matrix = PackedMatrix.Pack(new float[9 * 4], 9, 4);
        using var convolution = PackedConvolution.Pack(Tensor.Zeros(ElementType.F32, 9, 4, 3, 3));
        var window = new Window2d(3, 3, PaddingHeight: 1, PaddingWidth: 1);
        var here = new FaultSite(1, 1, 0);
        Lanes live = memory.All();
        Rows<float> x = memory.Random(4 * 4 * 4);
        Rows<float> weight = memory.Random(9 * 4 * 9);
        Rows<float> y = memory.Blank<float>(9 * 4 * 4);
        Rows<int> index = memory.Integers(4 * 4 * 4, 0, 4);
        Rows<int> indices = memory.Blank<int>(4 * 4 * 4);

        void RunAll()
        {
            Linear.Run(live, x, matrix, weight, y, 16, 4, 9);
            MatMul.Run(live, x, weight, y, 2, 16, 16, 4, 4, 4);
            Conv2d.Run(live, x, convolution, weight, y, 4, 9, 4, 4, window);
            Conv2d.Run(live, x, weight, default, y, 4, 9, 4, 4, window);
            MaxPool2d.Run(live, x, y, 4, 4, 4, window);
            Interpolate2d.Bilinear(live, x, y, 4, 4, 4, 5, 5);
            Softmax.Run(live, x, y, 4, 16, 1);
            LogSumExp.Run(live, x, y, 4, 4, 4);
            Reduce.Sum(live, x, y, [4, 4, 4], 0b101);
            Reduce.Max(live, index, indices, [4, 4, 4], 0b010);
            LayerNorm.Run(live, x, weight, default, y, 4, 16, 1e-5f);
            TopK.Run(live, x, y, indices, 4, 16, 1, 3);
            Sort.Run(live, index, index, indices, 1, 1, 64);
            IndexSelect.Run(live, x, index, y, 1, 4, 16, 4, here);
            Gather.Run(live, x, index, y, [4, 4, 4], [4, 2, 4], 1, here);
            StridedCopy.Run(live, x, y, [4, 16], [1, 4], 0, [16, 1], 0);
            ElementRead.Run(live, x, index, y, 4, 16, here);
        }

        for (int i = 0; i < 3; i++)
            RunAll();
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
