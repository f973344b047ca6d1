using DynCompile.Diagnostics;
using DynCompile.Onnx;
using DynCompile.Regions;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>What <c>dyncc build -t onnx</c> writes: one ONNX file for each region, the weights, and the manifest of the host program.</summary>
internal static class OnnxFolder
{
    /// <summary>The package of a model.</summary>
    /// <exception cref="CommandFailed">The target cannot do a part of the model.</exception>
    public static OnnxPackage Of(Compilation compilation, WeightSet weights)
    {
        RegionProgram program = OnnxBackend.Cut(compilation.Bound);
        var diagnostics = new DiagnosticBag();
        OnnxBackend.Validate(program, compilation.Sources, diagnostics);
        return diagnostics.HasErrors
            ? throw new CommandFailed(ExitCode.WrongInput, [.. diagnostics.Sorted()])
            : OnnxBackend.Emit(program, weights);
    }

    /// <summary>Writes the files and prints the manifest's name.</summary>
    public static int Write(OnnxPackage package, string folder)
    {
        try
        {
            package.WriteTo(folder);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or TensorFormatException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotWritable(Location.OfFile(folder), e.Message));
        }
        Console.Out.WriteLine(Path.Combine(folder, HostManifest.FileName));
        return ExitCode.Done;
    }
}
