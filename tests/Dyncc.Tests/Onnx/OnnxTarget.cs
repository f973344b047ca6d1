using System.Diagnostics;
using DynCompile.Diagnostics;
using DynCompile.Onnx;
using DynCompile.Regions;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Onnx;

/// <summary>The onnx target, its regions run by ONNX Runtime: a judge that shares nothing with our kernels.</summary>
internal sealed class OnnxTarget : Target
{
    public override RunResult Run(Compilation compilation, WeightSet weights, Samples samples, RunOptions options)
    {
        using OnnxHost host = Load(compilation, weights);
        foreach ((string name, long value) in options.Sizes)
            host.SetElastic(name, value);
        Tensor[] state = host.InitialState();
        var rows = new List<Tensor[]>();
        var watch = Stopwatch.StartNew();
        for (int s = 0; s < samples.Count; s++)
        {
            Tensor[] row = host.Run([.. samples.Inputs.Select(i => i.Row(s)), .. state]);
            rows.Add(row);
            if (options.Stream)
                state = row[host.Manifest.Results.Count..];
        }
        var outputs = host.Manifest.Results.Select((r, i) => KeyValuePair.Create(r.Name, Stack([.. rows.Select(row => row[i])])));
        return new RunResult([.. outputs], watch.Elapsed, MultiplyAdds: 0);
    }

    /// <summary>A model built into a folder of its own and loaded from there.</summary>
    public static OnnxHost Load(Compilation compilation, WeightSet weights)
    {
        RegionProgram program = OnnxBackend.Cut(compilation.Bound);
        var diagnostics = new DiagnosticBag();
        OnnxBackend.Validate(program, compilation.Sources, diagnostics);
        Assert.True(!diagnostics.HasErrors, new DiagnosticRenderer().Render(diagnostics));
        string folder = Directory.CreateTempSubdirectory("dyncc-onnx-").FullName;
        try
        {
            OnnxBackend.Emit(program, weights).WriteTo(folder);
            return OnnxHost.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Tensor Stack(IReadOnlyList<Tensor> rows)
    {
        byte[] bytes = [.. rows.SelectMany(r => r.Bytes.ToArray())];
        return new Tensor(rows[0].Type, [rows.Count, .. rows[0].Shape], bytes);
    }
}
