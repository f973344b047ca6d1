using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Graph.Reference;
using static DynCompile.Compiler.Tests.Operators.OneOperator;

namespace DynCompile.Compiler.Tests.Operators;

public class ReductionTests
{
    private static readonly ReferenceTensor Matrix = F([2, 3], 1, 5, 3, 4, 2, 6);

    [Fact]
    public void All_axes_are_reduced_unless_some_are_named()
    {
        Assert.Equal([21], Reals(new Sum(), Matrix));
        Assert.Empty(Apply(new Sum(), Matrix).Shape);
        Assert.Equal([5, 7, 9], Reals(new Sum([0]), Matrix));
        Assert.Equal([9, 12], Reals(new Sum([-1]), Matrix));
        Assert.Equal([1, 3], Apply(new Sum([0], Keep: true), Matrix).Shape);
        Assert.Equal([1, 1], Apply(new Sum(null, Keep: true), Matrix).Shape);
        Assert.Equal([1, 5, 3, 4, 2, 6], Reals(new Sum([]), Matrix));
    }

    [Fact]
    public void Axes_in_the_middle_and_in_any_order()
    {
        ReferenceTensor x = Random(1, 2, 3, 4);
        ReferenceTensor y = Apply(new Sum([2, 0]), x);
        Assert.Equal([3], y.Shape);
        Near([.. Enumerable.Range(0, 3).Select(j => Enumerable.Range(0, 24).Where(i => i / 4 % 3 == j).Sum(i => x.Reals[i]))], y);
    }

    [Fact]
    public void Every_reduction_by_its_definition()
    {
        Assert.Equal([3.5], Reals(new Mean(), Matrix));
        Assert.Equal([4, 5, 6], Reals(new Max([0]), Matrix));
        Assert.Equal([1, 2], Reals(new Min([1]), Matrix));
        Assert.Equal([720], Reals(new Prod(), Matrix));
        Assert.Equal([1], Integers(new Any(), B(false, true)));
        Assert.Equal([0], Integers(new All(), B(false, true)));
    }

    [Fact]
    public void The_sum_of_bools_counts_in_i32_and_integers_wrap()
    {
        Assert.Equal([2], Integers(new Sum(), B(true, false, true)));
        Assert.Equal(TensorType.I32(), Apply(new Sum(), B(true)).Type);
        Assert.Equal([int.MinValue], Integers(new Sum(), I(int.MaxValue, 1)));
        Assert.Equal([0], Integers(new Prod(), I(1 << 16, 1 << 16)));
    }

    [Fact]
    public void Nothing_sums_to_0_and_multiplies_to_1()
    {
        Assert.Equal([0, 0], Reals(new Sum([1]), F([2, 0])));
        Assert.Equal([1], Reals(new Prod(), F([0])));
        Assert.Equal([NaN], Reals(new Mean(), F([0])));
        Assert.Equal([0], Integers(new Any(), B()));
        Assert.Equal([1], Integers(new All(), B()));
        Assert.Empty(Reals(new Max([1]), F([0, 3])));
    }

    [Fact]
    public void Nothing_has_no_largest()
    {
        Assert.IsType<TypeProblem.Extent>(Problem(new Max(), TensorType.F32(0)));
        Assert.Equal(1, Assert.IsType<TypeProblem.Extent>(Problem(new Min([1]), TensorType.F32(2, 0))).AtAxis);
        Assert.IsType<TypeProblem.Extent>(Problem(new ArgMax(), TensorType.F32(0)));
    }

    [Fact]
    public void Nan_passes_through()
    {
        Assert.Equal([NaN], Reals(new Max(), F(1, NaN, 2)));
        Assert.Equal([NaN], Reals(new Min(), F(1, NaN, 2)));
        Assert.Equal([1], Integers(new ArgMax(), F(1, NaN, Infinity, NaN)));
        Assert.Equal([1], Integers(new ArgMin(), F(1, NaN, -Infinity, NaN)));
    }

    [Fact]
    public void Argmax_finds_the_flat_index_or_one_along_an_axis_the_lowest_of_equals()
    {
        Assert.Equal([5], Integers(new ArgMax(), Matrix));
        Assert.Empty(Apply(new ArgMax(), Matrix).Shape);
        Assert.Equal([1, 2], Integers(new ArgMax(-1), Matrix));
        Assert.Equal([0, 1, 0], Integers(new ArgMin(0), Matrix));
        Assert.Equal([1, 3], Apply(new ArgMin(0, Keep: true), Matrix).Shape);
        Assert.Equal([1], Integers(new ArgMax(), I(2, 7, 7)));
        Assert.Equal([0], Integers(new ArgMin(), I(2, 2, 7)));
        Assert.Equal([0], Integers(new ArgMax(), F(-0.0, 0.0)));
        Assert.Equal([0], Integers(new ArgMax(), Scalar(3.0)));
    }

    [Fact]
    public void Topk_gives_the_largest_first_ties_by_index_nan_before_all()
    {
        ReferenceTensor[] top = ApplyAll(new TopK(3), F(2, 7, NaN, 7, 1));
        Assert.Equal([NaN, 7, 7], top[0].Reals);
        Assert.Equal([2, 1, 3], top[1].Integers);
        ReferenceTensor[] columns = ApplyAll(new TopK(1, Axis: 0), Matrix);
        Assert.Equal([1, 3], columns[0].Shape);
        Assert.Equal([4, 5, 6], columns[0].Reals);
        Assert.Equal([1, 0, 1], columns[1].Integers);
        Assert.Empty(ApplyAll(new TopK(0), F(1, 2))[0].Reals);
        Assert.Equal(new TypeProblem.Outside("k", 4, 3), Problem(new TopK(4), TensorType.F32(2, 3)));
    }

    [Fact]
    public void An_elastic_k_fits_when_it_always_fits()
    {
        var k = Size.Of(new SizeSymbol("k", [2, 4]));
        Assert.Null(Problem(new TopK(k), TensorType.F32(4)));
        Assert.NotNull(Problem(new TopK(k), TensorType.F32(3)));
        Assert.Equal(new TopK(2), new TopK(k).Substitute(_ => 2));
    }

    [Fact]
    public void Sort_is_stable_and_puts_nan_at_the_large_end()
    {
        ReferenceTensor[] ascending = ApplyAll(new Sort(), F(3, NaN, 1, 3));
        Assert.Equal([1, 3, 3, NaN], ascending[0].Reals);
        Assert.Equal([2, 0, 3, 1], ascending[1].Integers);
        ReferenceTensor[] descending = ApplyAll(new Sort(Descending: true), F(3, NaN, 1, 3));
        Assert.Equal([NaN, 3, 3, 1], descending[0].Reals);
        Assert.Equal([1, 0, 3, 2], descending[1].Integers);
        Assert.Equal([1, 2, 3, 4, 5, 6], ApplyAll(new Sort(0), Matrix)[0].Reals);
    }

    [Fact]
    public void Cumsum_runs_along_its_axis()
    {
        Assert.Equal([1, 6, 9, 4, 6, 12], Reals(new CumSum(), Matrix));
        Assert.Equal([1, 5, 3, 5, 7, 9], Reals(new CumSum(0), Matrix));
        Assert.Equal([int.MaxValue, int.MinValue], Integers(new CumSum(), I(int.MaxValue, 1)));
    }

    [Fact]
    public void Wrong_axes_and_elements_are_refused()
    {
        Assert.Equal(new TypeProblem.Axis("axes", 2, 2), Problem(new Sum([2]), TensorType.F32(2, 3)));
        Assert.IsType<TypeProblem.Attribute>(Problem(new Sum([1, -1]), TensorType.F32(2, 3)));
        Assert.Equal(new TypeProblem.Axis("axis", -1, 0), Problem(new Sort(), TensorType.F32()));
        Assert.Equal(new TypeProblem.Element(0, "f32"), Problem(new Mean(), TensorType.I32(2)));
        Assert.Equal(new TypeProblem.Element(0, "bool"), Problem(new Any(), TensorType.I32(2)));
    }
}
