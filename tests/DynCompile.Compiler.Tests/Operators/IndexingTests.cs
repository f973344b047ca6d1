using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using DynCompile.Tensors;
using static DynCompile.Compiler.Tests.Operators.OneOperator;
using Index = DynCompile.Graph.Operators.Index;

namespace DynCompile.Compiler.Tests.Operators;

public class IndexingTests
{
    private static readonly ReferenceTensor Matrix = F([3, 2], 1, 2, 3, 4, 5, 6);

    [Fact]
    public void An_index_picks_a_row_or_an_element()
    {
        Assert.Equal([3, 4], Reals(new Index(), Matrix, Scalar(1L)));
        Assert.Equal([6], Reals(new Index(), Matrix, Scalar(2L), Scalar(1L)));
        Assert.Empty(Apply(new Index(), Matrix, Scalar(2L), Scalar(1L)).Shape);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Every_operator_checks_its_indices(long bad)
    {
        ReferenceTensor vector = I(0, bad);
        FaultException[] faults =
        [
            Fault(new Index(), Matrix, Scalar(bad)),
            Fault(new Update(), Matrix, F(0, 0), Scalar(bad)),
            Fault(new IndexSelect(), Matrix, vector),
            Fault(new Embedding(), vector, Matrix),
            Fault(new OneHot(3), vector),
            Fault(new Gather(), Matrix, I([1, 2], 0, bad)),
            Fault(new Scatter(), Matrix, I([1, 2], 0, bad), F([1, 2], 7, 8)),
            Fault(new SliceAt(1), Matrix, Scalar(bad)),
        ];
        Assert.All(faults, f => Assert.Equal((FaultKind.Index, bad, 3), (f.Kind, f.Value, f.Bound)));
    }

    [Fact]
    public void An_update_replaces_a_row_or_an_element_and_leaves_the_old_tensor()
    {
        ReferenceTensor h = F([3, 2], 1, 2, 3, 4, 5, 6);
        Assert.Equal([1, 2, 8, 9, 5, 6], Reals(new Update(), h, F(8, 9), Scalar(1L)));
        Assert.Equal([1, 2, 3, 4, 5, 0], Reals(new Update(), h, Scalar(0.0), Scalar(2L), Scalar(1L)));
        Assert.Equal([1, 2, 3, 4, 5, 6], h.Reals);
        Assert.Equal(
            new TypeProblem.Extent(1, 0, 2, "what it replaces"),
            Problem(new Update(), TensorType.F32(3, 2), TensorType.F32(3), TensorType.I32())
        );
        Assert.Equal(new TypeProblem.MixedElements(0, 1), Problem(new Update(), TensorType.I32(3), TensorType.F32(), TensorType.I32()));
        Assert.Equal(
            new TypeProblem.Element(2, "i32 or i64"),
            Problem(new Update(), TensorType.F32(3), TensorType.F32(), TensorType.F32())
        );
    }

    [Fact]
    public void Gather_reads_and_scatter_writes_the_same_places()
    {
        ReferenceTensor index = I([2, 2], 2, 0, 0, 1);
        Assert.Equal([5, 2, 1, 4], Reals(new Gather(), Matrix, index));
        Assert.Equal([30, 20, 3, 40, 10, 6], Reals(new Scatter(), Matrix, index, F([2, 2], 10, 20, 30, 40)));
        Assert.Equal([2, 1, 4, 4, 6, 5], Reals(new Gather(-1), Matrix, I([3, 2], 1, 0, 1, 1, 1, 0)));
        Assert.Equal([9, 2, 3, 9, 5, 6], Reals(new Scatter(1), Matrix, I([2, 1], 0, 1), Scalar(9.0)));
    }

    [Fact]
    public void The_last_of_equal_indices_wins_in_scatter()
    {
        Assert.Equal([0, 3], Reals(new Scatter(), F(0, 0), I(1, 1, 1), F(1, 2, 3)));
        Assert.Equal([7, 8], Reals(new Scatter(), F(7, 8), I([0]), F([0])));
    }

    [Fact]
    public void Gather_and_scatter_refuse_indices_that_reach_too_far()
    {
        TensorType x = TensorType.F32(3, 2);
        Assert.Equal(new TypeProblem.Extent(1, 1, 2, "the indexed tensor"), Problem(new Gather(), x, TensorType.I32(9, 3)));
        Assert.Equal(new TypeProblem.Rank(1, "2"), Problem(new Gather(), x, TensorType.I32(3)));
        Assert.Equal(
            new TypeProblem.Extent(2, 0, 4, "the index"),
            Problem(new Scatter(), TensorType.F32(9), TensorType.I32(4), TensorType.F32(5))
        );
        Assert.Equal(new TypeProblem.MixedElements(0, 2), Problem(new Scatter(), TensorType.F32(9), TensorType.I32(4), TensorType.I32(4)));
    }

    [Fact]
    public void Index_select_orders_and_repeats_slices_of_any_axis()
    {
        Assert.Equal([5, 6, 1, 2, 5, 6], Reals(new IndexSelect(), Matrix, I(2, 0, 2)));
        Assert.Equal([2, 4, 6], Reals(new IndexSelect(-1), Matrix, I(1)));
        Assert.Equal([0, 2], Apply(new IndexSelect(), Matrix, I([0])).Shape);
        ReferenceTensor cube = Random(1, 2, 3, 2);
        Assert.Equal([.. new[] { 2, 3, 0, 1, 8, 9, 6, 7 }.Select(i => cube.Reals[i])], Reals(new IndexSelect(1), cube, I(1, 0)));
    }

    [Fact]
    public void Embedding_appends_the_width_to_the_indices_of_any_rank()
    {
        Assert.Equal([5, 6], Reals(new Embedding(), Scalar(2L), Matrix));
        ReferenceTensor y = Apply(new Embedding(), I([2, 1], 1, 0), Matrix);
        Assert.Equal([2, 1, 2], y.Shape);
        Assert.Equal([3, 4, 1, 2], y.Reals);
        Assert.Equal(new TypeProblem.Element(0, "i32 or i64"), Problem(new Embedding(), TensorType.F32(2), TensorType.F32(3, 2)));
    }

    [Fact]
    public void One_hot_is_i32()
    {
        Assert.Equal([0, 0, 1, 1, 0, 0], Integers(new OneHot(3), I(2, 0)));
        Assert.Equal(TensorType.I32(4), Type(new OneHot(4), TensorType.I32()));
    }

    [Fact]
    public void Slices_with_constant_and_run_time_starts()
    {
        Assert.Equal([3, 4, 5, 6], Reals(new Slice(0, 1, 2), Matrix));
        Assert.Equal([2, 4, 6], Reals(new Slice(-1, 1, 1), Matrix));
        Assert.Empty(Reals(new Slice(0, 3, 0), Matrix));
        Assert.Equal([3, 4, 5, 6], Reals(new SliceAt(2), Matrix, Scalar(1L)));
        Assert.Equal([1, 3, 5], Reals(new SliceAt(1, Axis: 1), Matrix, Scalar(0L)));
        Assert.Equal(2, Fault(new SliceAt(2), Matrix, Scalar(2L)).Bound);
        Assert.Equal(new TypeProblem.Outside("the slice's end", 4, 3), Problem(new Slice(0, 2, 2), TensorType.F32(3)));
        Assert.Equal(new TypeProblem.Outside("the slice's length", 4, 3), Problem(new SliceAt(4), TensorType.F32(3), TensorType.I32()));
    }

    [Fact]
    public void A_prefix_may_be_elastic()
    {
        var k = Size.Of(new SizeSymbol("k", [2, 4]));
        Assert.Equal(TensorType.F32(k, 3), Type(new Slice(0, 0, k), TensorType.F32(4, 3)));
        Assert.NotNull(Problem(new Slice(0, 1, k), TensorType.F32(4, 3)));
        Assert.Equal(new Slice(0, 2, 4), new Slice(0, k, 2 * k).Substitute(_ => 2));
    }

    [Fact]
    public void Indices_may_be_i64_but_not_real()
    {
        Assert.Equal([3, 4], Reals(new Index(), Matrix, ReferenceTensor.OfIntegers(ElementType.I64, [], [1])));
        Assert.Equal(new TypeProblem.Element(1, "i32 or i64"), Problem(new Index(), TensorType.F32(3), TensorType.F32()));
        Assert.Equal(new TypeProblem.Rank(0, "at least 2"), Problem(new Index(), TensorType.F32(3), TensorType.I32(), TensorType.I32()));
        Assert.Equal(new TypeProblem.Rank(1, "0"), Problem(new Index(), TensorType.F32(3), TensorType.I32(1)));
    }
}
