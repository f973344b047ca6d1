using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary>Compiles a small model and compares both targets.</summary>
internal static class SelfTest
{
    private const string Program = """
        model Doctor(x: f32[4]) -> (y: f32[2]) {
            layer fc = linear(2)
            let y = relu(fc(x))
            exit y when max(y) > 0.5
            return y * 2.0
        }
        """;

    /// <summary>What is wrong, or null.</summary>
    public static string? Run()
    {
        Compilation compilation = ModelSource.Compile(new SourceText("doctor.dnn", Program), CompilationOptions.Default);
        WeightSet weights = WeightSet.Random(Graph.ModelWeights.Of(compilation.Bound).Declarations, seed: 1);
        Samples samples = Samples.Random(compilation.Bound, 16, seed: 1);
        var sizes = new Dictionary<string, long>();
        RunResult expected = new InterpreterTarget().Run(compilation, weights, samples, new RunOptions(sizes, 1));
        RunResult actual = new CpuTarget().Run(compilation, weights, samples, new RunOptions(sizes, 16));
        for (int i = 0; i < expected.Outputs.Count; i++)
        {
            float[] a = actual.Outputs[i].Value.ToFloats();
            float[] e = expected.Outputs[i].Value.ToFloats();
            if (a.Zip(e).Any(p => Math.Abs(p.First - p.Second) > 1e-5))
                return $"`{expected.Outputs[i].Key}` differs between the interpreter and the cpu target";
        }
        return null;
    }
}
