using DynCompile.Tensors;

namespace DynCompile.Runtime.Tests.Sessions;

/// <summary>Sessions whose batches several threads share.</summary>
public class ThreadTests
{
    public static TheoryData<int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int>();
            foreach (int threads in (int[])[1, 2, 3, 8])
            foreach (int count in (int[])[0, 1, 2, 7, 16, 200])
                sizes.Add(threads, count);
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_sample_is_run_once_whatever_the_threads(int threads, int count)
    {
        using var model = new DoublingModel(hasState: false, "even", "odd");
        using ModelSession session = model.CreateSession(16, threads);
        (int[] index, float[] scale) = Samples(count);
        var y = new float[2 * count];
        var exit = new int[count];

        for (int repeat = 0; repeat < 20; repeat++)
        {
            ((DoublingSession)session).RunBatch(index, scale, count, y, exit);
            Assert.Equal(Enumerable.Range(0, 2 * count).Select(i => index[i / 2] * scale[i] * 2), y);
            Assert.Equal(index.Select(i => i % 2), exit);
        }
        Assert.Equal(20 * index.Count(i => i % 2 == 0), model.ExitStatistics[0]);
        Assert.Equal(20 * index.Count(i => i % 2 == 1), model.ExitStatistics[1]);
    }

    [Fact]
    public void Of_all_samples_that_fault_the_first_is_named_and_nothing_is_written()
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(8, threads: 3);
        for (int repeat = 0; repeat < 50; repeat++)
        {
            (int[] index, float[] scale) = Samples(100);
            index[90] = index[41] = index[42] = 8;
            var y = new float[200];
            var exit = new int[100];
            var fault = Assert.Throws<DynRunException>(() => session.RunBatch(index, scale, 100, y, exit));
            Assert.Equal("index 8 is outside 0..8 (sample 41, line 2, column 5)", fault.Message);
            Assert.All(y, v => Assert.Equal(0, v));

            index[90] = index[41] = index[42] = 1;
            session.RunBatch(index, scale, 100, y, exit);
            Assert.Equal(scale[82] * 2, y[82]);
        }
    }

    [Fact]
    public void A_cancelled_batch_writes_nothing_and_the_session_can_be_used_again()
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(8, threads: 2);
        (int[] index, float[] scale) = Samples(10);
        var y = new float[20];
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => session.RunBatch(index, scale, 10, y, new int[10], cancelled.Token));
        Assert.All(y, v => Assert.Equal(0, v));
        session.RunBatch(index, scale, 10, y, new int[10]);
        Assert.Equal(scale[2] * 2, y[2]);
    }

    [Fact]
    public void Elastic_sizes_hold_on_every_thread()
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(8, threads: 3);
        session.SetElastic("width", 1);
        (int[] index, float[] scale) = Samples(64);
        var y = new float[128];
        session.RunBatch(index, scale, 64, y, new int[64]);
        Assert.Equal(Enumerable.Range(0, 128).Select(i => index[i / 2] * scale[i]), y);
    }

    [Fact]
    public void Batches_allocate_nothing_once_the_largest_was_seen()
    {
        using var model = new DoublingModel();
        using var session = (DoublingSession)model.CreateSession(8, threads: 2);
        (int[] index, float[] scale) = Samples(50);
        (float[] y, int[] exit) = (new float[100], new int[50]);
        for (int i = 0; i < 50; i++)
            session.RunBatch(index, scale, 50, y, exit);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            session.RunBatch(index, scale, 50, y, exit);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Threads_are_at_least_one()
    {
        using var model = new DoublingModel();
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateSession(8, threads: 0));
    }

    [Fact]
    public void A_team_does_each_piece_of_work_on_all_its_threads_and_ends_them()
    {
        var seen = new Thread[4];
        var team = new ThreadTeam(others: 3);
        for (int round = 0; round < 100; round++)
        {
            Array.Clear(seen);
            team.Run(number => seen[number] = Thread.CurrentThread);
            Assert.Equal(4, seen.Distinct().Count());
            Assert.Same(Thread.CurrentThread, seen[0]);
        }
        team.Dispose();
        Assert.All(seen[1..], thread => Assert.False(thread.IsAlive));
        Assert.Throws<ObjectDisposedException>(() => team.Run(_ => { }));
    }

    private static (int[] Index, float[] Scale) Samples(int count) =>
        ([.. Enumerable.Range(0, count).Select(i => i % 8)], [.. Enumerable.Range(0, 2 * count).Select(i => i + 0.5f)]);
}
