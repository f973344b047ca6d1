using System.Reflection;
using DynCompile.Consumer.Tests.Reference;
using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.Consumer.Tests;

/// <summary>What else the calls of a class offer: scalars, elastic sizes, state, faults, cancelling.</summary>
public class CallTests
{
    private static readonly NamedTensors Table = new([
        new("table", Tensor.FromArray([.. Enumerable.Range(0, 32).Select(i => (float)i)], 8, 4)),
    ]);

    private static Picker LoadPicker() => Picker.Create(WeightSet.FromTensors(Table, Picker.Weights));

    [Fact]
    public void Scalars_go_in_by_value_and_come_out_as_out_parameters()
    {
        using Picker model = LoadPicker();
        var row = new float[4];
        Assert.Equal(Picker.Exit.Exit1, model.Run(2, [1, 1, 1, 2], row, out float sum));
        Assert.Equal([8f, 9f, 10f, 22f], row);
        Assert.Equal(50, sum);
        Assert.Equal(Picker.Exit.Early, model.Run(0, [1, 1, 1, 1], row, out sum));
        Assert.Equal(6, sum);
    }

    [Fact]
    public void A_model_without_exits_returns_nothing_and_loads_from_the_oracle()
    {
        var oracle = new Oracle("seq2seq_lstm");
        using var model = Seq2Seq.Load(oracle.Weights);
        var tokens = new int[12];
        long[] expected = oracle.Expected()["tokens"].ToLongs();
        long[] counts = oracle.Expected()["count"].ToLongs();
        int[] sources = [.. oracle.Inputs["source"].ToLongs().Select(t => (int)t)];
        long[] lengths = oracle.Inputs["length"].ToLongs();
        for (int i = 0; i < counts.Length; i++)
        {
            model.Run(sources.AsSpan(i * 9, 9), (int)lengths[i], tokens, out int count);
            Assert.Equal(counts[i], count);
            Assert.Equal(expected[(i * 12)..(i * 12 + 12)], tokens.Select(t => (long)t));
        }
    }

    [Fact]
    public void Elastic_sizes_and_budgets_are_options_of_a_call()
    {
        var oracle = new Oracle("sorted_mlp");
        using var model = SortedMlp.Load(oracle.Weights);
        float[] x = oracle.Inputs["x"].ToFloats()[..40];
        float[] full = oracle.Expected("expected_width64_depth3")["logits"].ToFloats()[..10];
        float[] part = oracle.Expected("expected_width32_depth2")["logits"].ToFloats()[..10];
        long cost = model.SubNetworks.Single(s => s.Sizes.SequenceEqual([32, 2])).MultiplyAdds;
        var logits = new float[10];

        model.Run(x, logits, new() { Width = 32, Depth = 2 });
        Oracle.AssertClose(part, logits);
        model.Run(x, logits);
        Oracle.AssertClose(full, logits);
        model.Run(x, logits, new() { Budget = cost });
        Oracle.AssertClose(part, logits);

        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Run(x, logits, new() { Width = 32, Depth = 2 });
        model.Run(x, logits, new() { Budget = cost });
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        var unlisted = Assert.Throws<ArgumentOutOfRangeException>(() => model.Run(x, logits, new() { Width = 33 }));
        Assert.Contains("width is one of 16, 32, 48, 64, not 33", unlisted.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Run(x, logits, new() { Budget = 1 }));
        Assert.Throws<ArgumentException>(() => model.Run(x, logits, new() { Budget = cost, Depth = 2 }));

        using SortedMlp.Session session = model.CreateSession(4);
        session.Use(new() { Width = 32, Depth = 2 });
        session.RunBatch(x, 1, logits);
        Oracle.AssertClose(part, logits);
    }

    [Fact]
    public void A_model_with_state_runs_in_sessions_only()
    {
        Assert.Null(typeof(StreamGate).GetMethod("Run"));

        var oracle = new Oracle("stream_gate");
        using var model = StreamGate.Load(oracle.Weights);
        using StreamGate.Session session = model.CreateSession(maxBatch: 1);
        float[] x = oracle.Inputs["x"].ToFloats();
        var first = new float[3];
        var second = new float[3];
        session.Run(x.AsSpan(0, 6), first, out int ran);
        Assert.Equal(1, ran);
        session.Run(x.AsSpan(0, 6), second, out ran);
        Assert.Equal(0, ran);
        session.ResetState();
        session.Run(x.AsSpan(0, 6), second, out ran);
        Assert.Equal((1, first[0]), (ran, second[0]));
        Assert.Throws<ArgumentException>(() => session.RunBatch(x.AsSpan(0, 12), 2, new float[6], new int[2]));
    }

    [Fact]
    public void A_fault_names_its_place_writes_nothing_and_leaves_the_model_usable()
    {
        using Picker model = LoadPicker();
        float[] row = [-1, -1, -1, -1];
        float sum = -1;
        var fault = Assert.Throws<DynRunException>(() => model.Run(8, [1, 1, 1, 1], row, out sum));
        Assert.Equal((5, 0, 8, 8), (fault.Line, fault.Sample, fault.Value, fault.Bound));
        Assert.Contains("picker.dnn:line 5", fault.StackTrace);
        Assert.Equal([-1f, -1f, -1f, -1f], row);
        Assert.Equal(-1, sum);

        using Picker.Session session = model.CreateSession(2);
        var exits = new Picker.Exit[3];
        var rows = new float[12];
        var sums = new float[3];
        fault = Assert.Throws<DynRunException>(() => session.RunBatch([1, 2, -1], new float[12], 3, rows, sums, exits));
        Assert.Equal((2, -1), (fault.Sample, fault.Value));
        session.RunBatch([1, 2, 3], new float[12], 3, rows, sums, exits);
        Assert.Equal([1f, 1f, 1f], sums);

        model.Run(1, [1, 1, 1, 1], row, out sum);
        Assert.Equal(4 + 5 + 6 + 7 + 1, sum);
        // The session that faulted went back to the pool.
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Run(1, [1, 1, 1, 1], row, out sum);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_batch_is_cancelled_while_it_runs()
    {
        using var model = Slow.Create(WeightSet.FromTensors(new NamedTensors([]), Slow.Weights));
        using Slow.Session session = model.CreateSession(1);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        int[] counted = [-1];
        Assert.Throws<OperationCanceledException>(() => session.RunBatch([1_000_000_000], 1, counted, cancellation.Token));
        Assert.Equal(-1, counted[0]);
        Assert.Throws<OperationCanceledException>(() => session.RunBatch([3], 1, counted, cancellation.Token));
        session.RunBatch([3], 1, counted, CancellationToken.None);
        Assert.Equal(3, counted[0]);
    }

    [Fact]
    public void Names_of_the_text_become_names_that_CSharp_takes()
    {
        using var model = Run2.Create(WeightSet.Random(Run2.Weights, seed: 1));
        var text = new float[2];
        var options = new Run2.Options { Budget2 = 1, Load = 2 };
        Run2.Exit exit = model.Run(
            [1, 2],
            imageSize: 5,
            value: [3, 4],
            count2: 6,
            nameof2: [5, 6],
            exits2: true,
            text,
            out float name,
            out int session2,
            options
        );
        Assert.Equal((Run2.Exit.Run, 0f, 5), (exit, name, session2));
        Assert.Equal(["Run", "Class", "Exit2"], Enum.GetNames<Run2.Exit>());
        Assert.Equal(["class", "image_size", "value", "count", "nameof", "exits"], model.Inputs.Select(i => i.Name));
        Assert.Equal(
            ["class2", "imageSize", "value", "count2", "nameof2", "exits2", "string2", "name", "session2", "options"],
            typeof(Run2).GetMethods().First(m => m.Name == "Run").GetParameters().Select(p => p.Name)
        );
    }

    [Fact]
    public void Imports_are_found_among_the_files_of_the_project()
    {
        using var model = Imported.Create(WeightSet.FromTensors(new NamedTensors([]), Imported.Weights));
        var y = new float[3];
        model.Run([1, 2, 3], y);
        Assert.Equal([2f, 4f, 6f], y);
    }

    [Fact]
    public void Every_reference_network_has_a_class_that_says_where_it_comes_from()
    {
        IEnumerable<Type> models = typeof(BranchyLeNet)
            .Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(BranchyLeNet).Namespace && t.IsPublic);
        Assert.Equal(16, models.Count());
        Assert.All(models, m => Assert.Equal("dyncc", m.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>()?.Tool));
    }
}
