using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class ShapeTests
{
    private static readonly ReferenceTensor Matrix = F([2, 3], 1, 2, 3, 4, 5, 6);

    [Fact]
    public void Reshape_and_flatten_keep_the_order()
    {
        Assert.Equal([3, 1, 2], Apply(new Reshape([3, 1, 2]), Matrix).Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], Reals(new Flatten(), Matrix));
        Assert.Equal([1], Apply(new Flatten(), Scalar(1.0)).Shape);
        Assert.Equal(new TypeProblem.Count(6, 8), Problem(new Reshape([2, 4]), TensorType.F32(2, 3)));
        var width = Size.Of(new SizeSymbol("width", [2, 4]));
        Assert.Equal(TensorType.F32(12 * width), Type(new Flatten(), TensorType.F32(3, width, 4)));
        Assert.Equal(TensorType.F32(width, 6), Type(new Reshape([width, 6]), TensorType.F32(3, 2 * width)));
    }

    [Fact]
    public void Transpose_and_permute()
    {
        Assert.Equal([1, 4, 2, 5, 3, 6], Reals(new Transpose(0, 1), Matrix));
        ReferenceTensor x = Random(1, 2, 3, 4);
        ReferenceTensor y = Apply(new Permute([2, 0, -2]), x);
        Assert.Equal([4, 2, 3], y.Shape);
        Assert.Equal(x.Reals[(1 * 3 + 2) * 4 + 3], y.Reals[(3 * 2 + 1) * 3 + 2]);
        Assert.Equal(x.Reals, Reals(new Permute([1, 2, 0]), y));
        Assert.Equal([4, 3, 2], Apply(new Transpose(0, -1), x).Shape);
        Assert.Equal(new TypeProblem.Axis("b", 2, 2), Problem(new Transpose(0, 2), TensorType.F32(2, 3)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Permute([0, 0]), TensorType.F32(2, 3)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Permute([0]), TensorType.F32(2, 3)));
    }

    [Fact]
    public void Concat_joins_along_an_axis_and_stack_along_a_new_one()
    {
        ReferenceTensor column = F([2, 1], 7, 8);
        Assert.Equal([1, 2, 3, 7, 4, 5, 6, 8], Reals(new Concat(-1), Matrix, column));
        Assert.Equal([1, 2, 3], Reals(new Concat(), F(1, 2), F([0]), F(3)));
        Assert.Equal([1, 3, 2, 4], Reals(new Stack(-1), F(1, 2), F(3, 4)));
        Assert.Equal([2, 2, 3], Apply(new Stack(), Matrix, Matrix).Shape);
        Assert.Equal([5, 7], Integers(new Stack(), Scalar(5L), Scalar(7L)));
        Assert.Equal(
            new TypeProblem.Extent(1, 1, 3, "the first tensor"),
            Problem(new Concat(), TensorType.F32(2, 3), TensorType.F32(2, 4))
        );
        Assert.Equal(new TypeProblem.Extent(1, 0, 2, "the first tensor"), Problem(new Stack(), TensorType.F32(2), TensorType.F32(3)));
        Assert.Equal(new TypeProblem.Axis("axis", 2, 2), Problem(new Stack(2), TensorType.F32(2), TensorType.F32(2)));
        Assert.IsType<TypeProblem.Other>(Problem(new Stack()));
    }

    [Fact]
    public void Split_by_sizes_or_by_one_size()
    {
        Assert.Equal(
            [
                [1],
                [2, 3],
            ],
            ApplyAll(new Split([1, 2]), F(1, 2, 3)).Select(p => p.Reals)
        );
        Assert.Equal(
            [
                [1, 2],
                [3],
            ],
            ApplyAll(new Split([2]), F(1, 2, 3)).Select(p => p.Reals)
        );
        Assert.Equal(
            [
                [1, 4],
                [2, 3, 5, 6],
            ],
            ApplyAll(new Split([1, 2], -1), Matrix).Select(p => p.Reals)
        );
        Assert.Equal(new TypeProblem.Count(4, 3), Problem(new Split([1, 3]), TensorType.F32(3)));
        Assert.Equal(new TypeProblem.Attribute("sizes", 0, "at least 1"), Problem(new Split([0]), TensorType.F32(3)));
        var width = Size.Of(new SizeSymbol("width", [2, 4]));
        Assert.Equal(3, new Split([width]).Infer([TensorType.F32(3 * width)]).Types.Length);
        Assert.IsType<TypeProblem.Indivisible>(Problem(new Split([width]), TensorType.F32(8)));
    }

    [Fact]
    public void Chunk_gives_exactly_as_many_parts_as_asked_for()
    {
        Assert.Equal(
            [
                [1, 2],
                [3, 4],
                [5],
            ],
            ApplyAll(new Chunk(3), F(1, 2, 3, 4, 5)).Select(p => p.Reals)
        );
        Assert.Equal(
            [
                [1, 2, 3],
                [4, 5, 6],
            ],
            ApplyAll(new Chunk(2), Matrix).Select(p => p.Reals)
        );
        Assert.Equal([Matrix.Reals], ApplyAll(new Chunk(1, 1), Matrix).Select(p => p.Reals));
        Assert.Equal(new TypeProblem.Indivisible("the axis", 6, 5), Problem(new Chunk(5), TensorType.F32(6)));
        var width = Size.Of(new SizeSymbol("width", [2, 4]));
        Assert.Equal([TensorType.F32(width), TensorType.F32(width)], new Chunk(2).Infer([TensorType.F32(2 * width)]).Types);
    }

    [Fact]
    public void Pad_counts_pairs_from_the_last_axis()
    {
        Assert.Equal([0, 1, 2, 3, 0, 0, 0, 4, 5, 6, 0, 0], Reals(new Pad([1, 2]), Matrix));
        ReferenceTensor y = Apply(new Pad([0, 0, 1, 0], 9), Matrix);
        Assert.Equal([3, 3], y.Shape);
        Assert.Equal([9, 9, 9, 1, 2, 3, 4, 5, 6], y.Reals);
        Assert.Equal([-1, 5], Integers(new Pad([1, 0], -1), I(5)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Pad([1]), TensorType.F32(2)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Pad([0, 0, 1, 1]), TensorType.F32(2)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Pad([-1, 0]), TensorType.F32(2)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Pad([1, 0], 0.5), TensorType.I32(2)));
    }

    [Fact]
    public void Tile_aligns_at_the_last_axis()
    {
        Assert.Equal([1, 2, 1, 2], Reals(new Tile([2]), F(1, 2)));
        Assert.Equal([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6], Reals(new Tile([2]), Matrix));
        Assert.Equal([1, 2, 1, 2, 1, 2, 1, 2], Reals(new Tile([2, 2]), F(1, 2)));
        Assert.Equal([2, 4, 3], Apply(new Tile([2, 2, 1]), Matrix).Shape);
        Assert.Equal([0, 3], Apply(new Tile([0, 1]), Matrix).Shape);
    }
}
