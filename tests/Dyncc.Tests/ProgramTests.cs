namespace DynCompile.CommandLine.Tests;

/// <summary>Programs that nest the language's features: both targets agree, at every batch size.</summary>
public class ProgramTests
{
    public static TheoryData<string> Programs =>
        [
            .. Directory
                .GetFiles(Path.Combine(Repository.Root, "tests", "programs"), "*.dnn")
                .Select(p => Path.GetFileNameWithoutExtension(p))
                .Order(),
        ];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Both_targets_agree_at_every_batch_size(string program)
    {
        ModelRun run = ModelRun.WithRandomData(Path.Combine(Repository.Root, "tests", "programs", $"{program}.dnn"), samples: 20, seed: 1);
        Agree(run.On("interpreter"), run.On("cpu", batch: 20));
        Agree(run.Streamed("interpreter"), run.Streamed("cpu"));
        byte[] single = run.Bytes("cpu", batch: 1);
        Assert.Equal(single, run.Bytes("cpu", batch: 7));
        Assert.Equal(single, run.Bytes("cpu", batch: 20));
    }

    internal static void Agree(RunResult judge, RunResult actual)
    {
        foreach ((string name, Tensors.Tensor expected) in judge.Outputs)
        {
            float[] e = expected.ToFloats();
            float[] a = actual[name]!.ToFloats();
            for (int i = 0; i < e.Length; i++)
                Assert.True(
                    a[i].Equals(e[i]) || Math.Abs(a[i] - e[i]) <= 1e-4 + 1e-4 * Math.Abs(e[i]),
                    $"{name}[{i}]: {a[i]}, expected {e[i]}"
                );
        }
    }
}
