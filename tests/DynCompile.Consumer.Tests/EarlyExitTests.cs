using System.Numerics.Tensors;
using DynCompile.Consumer.Tests.Reference;
using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.Consumer.Tests;

/// <summary>A model with exits as its class offers it, by the answers of PyTorch.</summary>
public class EarlyExitTests
{
    private const int Pixels = 28 * 28;
    private static readonly Oracle Lenet = new("branchy_lenet");
    private static readonly float[] Images = Lenet.Inputs["image"].ToFloats();
    private static readonly float[] Logits = Lenet.Expected()["logits"].ToFloats();
    private static readonly long[] Exits = Lenet.Expected()["exit"].ToLongs();

    [Fact]
    public void One_sample_in_gives_its_results_and_where_it_left()
    {
        using var model = BranchyLeNet.Load(Lenet.Weights);
        Span<float> logits = stackalloc float[10];
        for (int i = 0; i < Exits.Length; i++)
        {
            BranchyLeNet.Exit exit = model.Run(Image(i), logits);
            Assert.Equal((BranchyLeNet.Exit)Exits[i], exit);
            Oracle.AssertClose(Logits.AsSpan(i * 10, 10), logits);
        }
        Assert.Equal(Exits.Count(e => e == 1), model.CountOf(BranchyLeNet.Exit.Exit1));
        Assert.Equal(Exits.Length, model.ExitStatistics.Total);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CountOf((BranchyLeNet.Exit)3));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CountOf((BranchyLeNet.Exit)(-1)));
    }

    [Fact]
    public void The_weights_come_from_a_file_a_stream_or_the_assembly()
    {
        using FileStream stream = File.OpenRead(Lenet.Weights);
        BranchyLeNet[] models =
        [
            BranchyLeNet.Load(),
            BranchyLeNet.Load(stream),
            BranchyLeNet.Load(typeof(EarlyExitTests).Assembly, "../oracles/branchy_lenet/weights.safetensors"),
        ];
        Span<float> logits = stackalloc float[10];
        foreach (BranchyLeNet model in models)
        {
            model.Run(Image(0), logits);
            Oracle.AssertClose(Logits.AsSpan(0, 10), logits);
            model.Dispose();
        }
    }

    [Fact]
    public void A_batch_gives_the_bytes_of_single_samples()
    {
        using var model = BranchyLeNet.Load();
        using BranchyLeNet.Session session = model.CreateSession(maxBatch: 16);
        int count = Exits.Length;
        var logits = new float[10 * count];
        var exits = new BranchyLeNet.Exit[count];
        session.RunBatch(Images, count, logits, exits);

        var alone = new float[10];
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(exits[i], model.Run(Image(i), alone));
            Assert.Equal(logits[(i * 10)..(i * 10 + 10)], alone);
        }
        Assert.Equal(Exits, exits.Select(e => (long)e));
    }

    [Fact]
    public void Calls_allocate_nothing()
    {
        using var model = BranchyLeNet.Load();
        using BranchyLeNet.Session session = model.CreateSession(maxBatch: 4);
        var logits = new float[60];
        var exits = new BranchyLeNet.Exit[6];
        model.Run(Image(0), logits.AsSpan(0, 10));
        session.RunBatch(Images.AsSpan(0, 6 * Pixels), 6, logits, exits);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            model.Run(Image(i), logits.AsSpan(0, 10));
        session.RunBatch(Images.AsSpan(0, 6 * Pixels), 6, logits, exits);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Tensor_spans_are_taken_by_their_shapes()
    {
        using var model = BranchyLeNet.Load();
        float[] image = Image(3).ToArray();
        var logits = new float[10];
        var exit = model.Run(new ReadOnlyTensorSpan<float>(image, [1, 28, 28]), new TensorSpan<float>(logits, [10]));
        Assert.Equal((BranchyLeNet.Exit)Exits[3], exit);
        Oracle.AssertClose(Logits.AsSpan(30, 10), logits);

        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Run(new ReadOnlyTensorSpan<float>(image, [1, 28, 28]), new TensorSpan<float>(logits, [10]));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        var shape = Assert.Throws<ArgumentException>(() =>
            model.Run(new ReadOnlyTensorSpan<float>(image, [28, 28]), new TensorSpan<float>(logits, [10]))
        );
        Assert.Equal("image: f32[1, 28, 28] is wanted, not the shape [28, 28] (Parameter 'image')", shape.Message);
        var gaps = Assert.Throws<ArgumentException>(() =>
            model.Run(new ReadOnlyTensorSpan<float>(new float[28 * 56], [1, 28, 28], [0, 56, 2]), new TensorSpan<float>(logits, [10]))
        );
        Assert.Equal("image", gaps.ParamName);
    }

    [Fact]
    public void A_batch_of_tensors_has_the_sample_as_its_first_axis()
    {
        using var model = BranchyLeNet.Load();
        using BranchyLeNet.Session session = model.CreateSession(maxBatch: 4);
        float[] images = Images[..(6 * Pixels)];
        var logits = new float[60];
        var exits = new BranchyLeNet.Exit[6];
        void Run(int count, params ReadOnlySpan<nint> shape) =>
            session.RunBatch(
                new ReadOnlyTensorSpan<float>(images, shape),
                count,
                new TensorSpan<float>(logits, [count, 10]),
                exits.AsSpan(0, count)
            );

        Run(6, 6, 1, 28, 28);
        Assert.Equal(Exits[..6], exits.Select(e => (long)e));
        Oracle.AssertClose(Logits.AsSpan(0, 60), logits);

        var sample = Assert.Throws<ArgumentException>(() => Run(6, 6, 28, 28));
        Assert.Equal("image: f32[6, 1, 28, 28] is wanted, not the shape [6, 28, 28] (Parameter 'image')", sample.Message);
        var count = Assert.Throws<ArgumentException>(() => Run(5, 6, 1, 28, 28));
        Assert.Equal("image: f32[5, 1, 28, 28] is wanted, not the shape [6, 1, 28, 28] (Parameter 'image')", count.Message);
        var gaps = Assert.Throws<ArgumentException>(() =>
            session.RunBatch(
                new ReadOnlyTensorSpan<float>(images, [2, 1, 28, 28], [2 * Pixels, 0, 28, 1]),
                2,
                new TensorSpan<float>(logits, [2, 10]),
                exits.AsSpan(0, 2)
            )
        );
        Assert.Equal("image", gaps.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.RunBatch(new ReadOnlyTensorSpan<float>(images), -1, default, exits));
    }

    [Fact]
    public void Threads_share_a_model()
    {
        using var model = BranchyLeNet.Load();
        var wrong = 0;
        var threads = Enumerable.Range(0, 8).Select(t => new Thread(() => Run(first: t * 31))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(0, wrong);
        Assert.Equal(8 * 200, model.ExitStatistics.Total);

        void Run(int first)
        {
            var logits = new float[10];
            for (int n = 0; n < 200; n++)
            {
                int i = (first + n) % Exits.Length;
                bool same = (long)model.Run(Image(i), logits) == Exits[i];
                bool close = logits.Zip(Logits.Skip(i * 10)).All(p => Math.Abs(p.First - p.Second) <= 1e-4 + 1e-4 * Math.Abs(p.Second));
                if (!same || !close)
                    Interlocked.Increment(ref wrong);
            }
        }
    }

    [Fact]
    public void Spans_of_another_length_are_refused_with_both_lengths()
    {
        using var model = BranchyLeNet.Load();
        var image = Assert.Throws<ArgumentException>(() => model.Run(new float[783], new float[10]));
        Assert.Equal("image has 783 elements; 1 sample of f32[1, 28, 28] takes 784 (Parameter 'image')", image.Message);
        Assert.Equal("logits", Assert.Throws<ArgumentException>(() => model.Run(Image(0), new float[11])).ParamName);

        using BranchyLeNet.Session session = model.CreateSession(2);
        var exits = Assert.Throws<ArgumentException>(() =>
            session.RunBatch(Images.AsSpan(0, 3 * Pixels), 3, new float[30], new BranchyLeNet.Exit[2])
        );
        Assert.Equal("exit has 2 elements; 3 samples of i32 take 3 (Parameter 'exits')", exits.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.RunBatch([], -1, [], []));
    }

    [Fact]
    public void Wrong_files_are_refused_with_the_exceptions_of_their_kind()
    {
        Assert.Throws<FileNotFoundException>(() => BranchyLeNet.Load("nowhere.safetensors"));
        Assert.Throws<ArgumentNullException>(() => BranchyLeNet.Load((string)null!));
        Assert.Throws<ArgumentException>(() => BranchyLeNet.Load(""));
        Assert.Throws<ArgumentNullException>(() => BranchyLeNet.Load((Stream)null!));
        using var noise = new MemoryStream([1, 2, 3]);
        Assert.Throws<TensorFormatException>(() => BranchyLeNet.Load(noise));
        var missing = Assert.Throws<FileNotFoundException>(() => BranchyLeNet.Load(typeof(EarlyExitTests).Assembly, "lenet"));
        Assert.Contains("has no resource `lenet`: it has `../oracles/branchy_lenet/weights.safetensors`", missing.Message);
        var wrong = Assert.Throws<WeightsException>(() => BranchyLeNet.Load(new Oracle("sorted_mlp").Weights));
        Assert.Contains("`conv1.weight` f32[8, 1, 5, 5] is missing", wrong.Message);
    }

    [Fact]
    public void A_disposed_model_says_so()
    {
        var model = BranchyLeNet.Load();
        model.Run(Image(0), new float[10]);
        model.Dispose();
        var disposed = Assert.Throws<ObjectDisposedException>(() => model.Run(Image(0), new float[10]));
        Assert.Equal(typeof(BranchyLeNet).FullName, disposed.ObjectName);
        Assert.Throws<ObjectDisposedException>(() => model.CreateSession(1));
        Assert.Throws<ObjectDisposedException>(() => model.CreateSession(4, threads: 2));
        model.Dispose();
    }

    [Fact]
    public void A_disposed_session_says_so_and_a_session_has_room_and_a_thread()
    {
        var model = BranchyLeNet.Load();
        BranchyLeNet.Session session = model.CreateSession(2);
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run(Image(0), new float[10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateSession(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateSession(1, threads: 0));
        model.Dispose();
    }

    [Fact]
    public void Threads_that_share_a_model_make_some_sessions_and_allocate_nothing_else()
    {
        const int Count = 8;
        using var model = BranchyLeNet.Load();
        float[] image = Image(0).ToArray();
        model.Run(image, new float[10]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.CreateSession(1).Dispose();
        long session = GC.GetAllocatedBytesForCurrentThread() - before;

        using var start = new Barrier(Count);
        var allocated = new long[Count];
        var threads = Enumerable.Range(0, Count).Select(t => new Thread(() => Run(t))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        // A thread that looks for an idle session may miss one that comes back behind it, but all that are made are kept: the pool's 64 at most.
        Assert.InRange(allocated.Sum(), 0, 64 * session);

        void Run(int thread)
        {
            var logits = new float[10];
            start.SignalAndWait();
            long mine = GC.GetAllocatedBytesForCurrentThread();
            for (int n = 0; n < 2000; n++)
                model.Run(image, logits);
            allocated[thread] = GC.GetAllocatedBytesForCurrentThread() - mine;
        }
    }

    private static ReadOnlySpan<float> Image(int sample) => Images.AsSpan(sample * Pixels, Pixels);
}
