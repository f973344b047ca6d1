using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests.Sessions;

public class ModelSessionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    public void A_batch_of_any_size_runs_in_chunks_of_the_capacity(int count)
    {
        using var model = new DoublingModel();
        using ModelSession session = model.CreateSession(maxBatch: 4);
        Batch batch = new(count);
        session.RunBatch(batch.Inputs, count, batch.Outputs);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal([i % 8 * i * 2, i % 8 * 2], batch.Y.AsSpan<float>().Slice(2 * i, 2).ToArray());
            Assert.Equal(i % 8 % 2, batch.Exit.AsSpan<int>()[i]);
        }
    }

    [Fact]
    public void A_fault_in_the_last_chunk_writes_no_result_and_leaves_the_session_usable()
    {
        using var model = new DoublingModel();
        using ModelSession session = model.CreateSession(maxBatch: 4);
        Batch batch = new(6);
        batch.Index.AsSpan<int>()[5] = 8;
        batch.Y.AsSpan<float>().Fill(-1);

        var fault = Assert.Throws<DynRunException>(() => session.RunBatch(batch.Inputs, 6, batch.Outputs));
        Assert.Equal("index 8 is outside 0..8 (sample 5, line 2, column 5)", fault.Message);
        Assert.All(batch.Y.AsSpan<float>().ToArray(), v => Assert.Equal(-1, v));

        batch.Index.AsSpan<int>()[5] = 3;
        session.RunBatch(batch.Inputs, 6, batch.Outputs);
        Assert.Equal(3 * 5 * 2, batch.Y.AsSpan<float>()[10]);
    }

    [Fact]
    public void Wrong_tensors_are_refused_with_both_shapes()
    {
        using var model = new DoublingModel();
        using ModelSession session = model.CreateSession(maxBatch: 4);
        Batch batch = new(3);
        Tensor wrong = Tensor.Zeros(ElementType.F32, 3, 4);
        Assert.Equal(
            "input scale is f32[3, 2] for 3 samples, not f32[3, 4]",
            Assert.Throws<ArgumentException>(() => session.RunBatch([batch.Index, wrong], 3, batch.Outputs)).Message
        );
        Assert.Equal(
            "result exit is i32[3] for 3 samples, not i64[3]",
            Assert.Throws<ArgumentException>(() => session.RunBatch(batch.Inputs, 3, [batch.Y, Tensor.Zeros(ElementType.I64, 3)])).Message
        );
        Assert.Equal(
            "1 inputs are given, the model has 2",
            Assert.Throws<ArgumentException>(() => session.RunBatch([batch.Index], 3, batch.Outputs)).Message
        );
        Assert.Throws<ArgumentException>(() => session.RunBatch(batch.Inputs, 2, batch.Outputs));
    }

    [Fact]
    public void Typed_batches_allocate_nothing_once_the_largest_has_run()
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(maxBatch: 4);
        int[] index = [1, 2, 3, 4, 5, 6];
        var scale = new float[12];
        var y = new float[12];
        var exit = new int[6];
        for (int i = 0; i < 3; i++)
            session.RunBatch(index, scale, 6, y, exit);
        long before = GC.GetAllocatedBytesForCurrentThread();
        session.RunBatch(index, scale, 6, y, exit);
        session.Choose(null, 1, 3);
        session.Choose(budget: 45, null, null);
        session.RunBatch(index.AsSpan(0, 1), scale.AsSpan(0, 2), 1, y.AsSpan(0, 2), exit.AsSpan(0, 1));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        var error = Assert.Throws<ArgumentException>(() => session.RunBatch(index.AsSpan(0, 5), scale, 5, y, exit));
        Assert.StartsWith("scale has 12 elements; 5 samples of f32[2] take 10 (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elastic_sizes_begin_at_the_largest_and_must_be_listed()
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(maxBatch: 1);
        Assert.Equal((2, 3), (session.Width, session.Depth));
        session.SetElastic("width", 1);
        Assert.Equal((1, 3), (session.Width, session.Depth));
        Assert.Contains(
            "width is one of 1, 2, not 3",
            Assert.Throws<ArgumentOutOfRangeException>(() => session.SetElastic("width", 3)).Message
        );
        Assert.Contains(
            "Doubling has no elastic dimension height: width, depth",
            Assert.Throws<ArgumentException>(() => session.SetElastic("height", 1)).Message
        );
    }

    [Fact]
    public void Sizes_are_chosen_together_and_a_refused_choice_changes_none()
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(maxBatch: 1);
        session.Choose(null, 1, null);
        Assert.Equal((1, 3), (session.Width, session.Depth));

        Assert.Throws<ArgumentOutOfRangeException>(() => session.Choose(null, 2, 4));
        var both = Assert.Throws<ArgumentException>(() => session.Choose(40, null, 2));
        Assert.Equal("a budget chooses every size; depth is set to 2 beside it", both.Message);
        Assert.Equal((1, 3), (session.Width, session.Depth));

        session.Choose(40, null, null);
        Assert.Equal((2, 2), (session.Width, session.Depth));
        session.Choose(null, null, null);
        Assert.Equal((2, 3), (session.Width, session.Depth));
    }

    [Fact]
    public void A_cancelled_batch_stops_before_its_next_block_and_writes_nothing()
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(maxBatch: 2);
        using var cancellation = new CancellationTokenSource();
        Batch batch = new(6);
        batch.Y.AsSpan<float>().Fill(-1);
        session.RegionEntered = (_, sample) =>
        {
            if (sample == 1)
                cancellation.Cancel();
        };
        var stopped = Assert.Throws<OperationCanceledException>(() => session.RunBatch(batch.Inputs, 6, batch.Outputs, cancellation.Token));
        Assert.Equal(cancellation.Token, stopped.CancellationToken);
        Assert.All(batch.Y.AsSpan<float>().ToArray(), v => Assert.Equal(-1, v));

        session.RunBatch(batch.Inputs, 6, batch.Outputs, CancellationToken.None);
        Assert.Equal(5 * 5 * 2, batch.Y.AsSpan<float>()[10]);
    }

    [Fact]
    public void The_model_counts_by_which_exit_samples_left_in_calls_that_succeeded()
    {
        using var model = new DoublingModel(exits: ["even", "odd"]);
        using ModelSession session = model.CreateSession(maxBatch: 2);
        Batch batch = new(5);
        session.RunBatch(batch.Inputs, 5, batch.Outputs);
        session.RunBatch(batch.Inputs, 5, batch.Outputs);
        batch.Index.AsSpan<int>()[4] = 8;
        Assert.Throws<DynRunException>(() => session.RunBatch(batch.Inputs, 5, batch.Outputs));

        Assert.Equal(["even", "odd"], model.ExitStatistics.Names);
        Assert.Equal((6, 4, 10), (model.ExitStatistics[0], model.ExitStatistics[1], model.ExitStatistics.Total));
        model.ExitStatistics.Reset();
        Assert.Equal(0, model.ExitStatistics.Total);
    }

    [Fact]
    public void A_disposed_model_begins_no_call_and_keeps_its_weights_for_those_that_run()
    {
        var model = new DoublingModel();
        ModelSession session = model.CreateSession(maxBatch: 2);
        Batch batch = new(2);
        session.RegionEntered = (_, _) => model.Dispose();
        session.RunBatch(batch.Inputs, 2, batch.Outputs);
        Assert.Equal([0f, 0f, 2f, 2f], batch.Y.AsSpan<float>().ToArray());

        string named = Assert.Throws<ObjectDisposedException>(() => session.RunBatch(batch.Inputs, 2, batch.Outputs)).ObjectName;
        Assert.Equal(typeof(DoublingModel).FullName, named);
        Assert.Throws<ObjectDisposedException>(() => model.CreateSession(1));
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Table.IsNull);
    }

    [Theory]
    [InlineData(1000, 2, 3)]
    [InlineData(59, 2, 2)]
    [InlineData(39, 1, 3)]
    [InlineData(25, 2, 1)]
    [InlineData(10, 1, 1)]
    public void A_budget_chooses_the_costliest_sub_network_and_the_larger_first_dimension(long budget, int width, int depth)
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(maxBatch: 1);
        session.SetBudget(budget);
        Assert.Equal((width, depth), (session.Width, session.Depth));
    }

    [Fact]
    public void A_budget_below_the_cheapest_sub_network_is_refused()
    {
        using var model = new DoublingModel();
        using ModelSession session = model.CreateSession(maxBatch: 1);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => session.SetBudget(9));
        Assert.Contains("no sub-network of Doubling takes at most 9 multiply-adds: the cheapest takes 10", error.Message);
    }

    [Fact]
    public void State_lives_in_lanes_so_a_batch_must_fit_them()
    {
        using var model = new DoublingModel(hasState: true);
        using ModelSession session = model.CreateSession(maxBatch: 2);
        Batch batch = new(3);
        Assert.Throws<ArgumentException>(() => session.RunBatch(batch.Inputs, 3, batch.Outputs));
    }

    [Fact]
    public void Who_watches_sees_every_sample_enter_its_regions()
    {
        using var model = new DoublingModel();
        using ModelSession session = model.CreateSession(maxBatch: 2);
        Batch batch = new(3);
        var seen = new List<(int, long)>();
        session.RegionEntered = (region, sample) => seen.Add((region, sample));
        session.RunBatch(batch.Inputs, 3, batch.Outputs);
        Assert.Equal([(0, 0), (0, 1), (0, 2)], seen);
    }

    [Fact]
    public void After_disposal_a_session_and_a_weight_say_so()
    {
        var model = new DoublingModel();
        ModelSession session = model.CreateSession(maxBatch: 4);
        Batch batch = new(5);
        session.RunBatch(batch.Inputs, 5, batch.Outputs);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.RunBatch(batch.Inputs, 5, batch.Outputs));
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Table.IsNull);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void A_pool_keeps_as_many_sessions_as_threads_had_at_once(int threads)
    {
        using var model = new DoublingModel();
        using var pool = new SessionPool<DoublingSession>(model, () => new DoublingSession(model, 1));
        DoublingSession[] first = [.. Enumerable.Range(0, threads).Select(_ => pool.Rent())];
        Array.ForEach(first, pool.Return);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var again = new DoublingSession[threads];
        long array = GC.GetAllocatedBytesForCurrentThread() - before;
        for (int i = 0; i < threads; i++)
            again[i] = pool.Rent();
        Assert.Equal(array, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first.ToHashSet(), again.ToHashSet());
        Array.ForEach(again, pool.Return);
    }

    [Fact]
    public void A_pool_lends_the_session_that_came_back_and_allocates_nothing()
    {
        using var model = new DoublingModel();
        var pool = new SessionPool<DoublingSession>(model, () => new DoublingSession(model, 1));
        DoublingSession first = pool.Rent();
        DoublingSession second = pool.Rent();
        Assert.NotSame(first, second);
        pool.Return(first);
        long before = GC.GetAllocatedBytesForCurrentThread();
        DoublingSession again = pool.Rent();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(first, again);

        pool.Return(again);
        pool.Dispose();
        pool.Return(second);
        Assert.Throws<ObjectDisposedException>(() => second.RunBatch([0], [0, 0], 1, new float[2], new int[1]));
        Assert.Throws<ObjectDisposedException>(pool.Rent);
    }

    private sealed class Batch
    {
        public Batch(int count)
        {
            Index = Tensor.FromArray([.. Enumerable.Range(0, count).Select(i => i % 8)], count);
            Scale = Tensor.FromArray([.. Enumerable.Range(0, count).SelectMany(i => new float[] { i, 1 })], count, 2);
            Y = Tensor.Zeros(ElementType.F32, count, 2);
            Exit = Tensor.Zeros(ElementType.I32, count);
        }

        public Tensor Index { get; }

        public Tensor Scale { get; }

        public Tensor Y { get; }

        public Tensor Exit { get; }

        public Tensor[] Inputs => [Index, Scale];

        public Tensor[] Outputs => [Y, Exit];
    }
}
