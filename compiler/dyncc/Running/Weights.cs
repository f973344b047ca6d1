using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Passes;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>
/// Finds the weights of a run: the given file, else the one beside the model, else seeded random ones, and says which.
/// </summary>
internal static class Weights
{
    /// <summary>
    /// The weights of a compiled model. A file that holds scales of quantized layers was calibrated, and the model takes its ranges from it.
    /// </summary>
    public static WeightSet Find(string? given, string modelPath, ref Compilation compilation, int seed)
    {
        string[] scales = [.. CalibratedRanges.ScalesOf(compilation.Bound)];
        if (scales.Length > 0 && FileFor(given, modelPath) is { } path && File.Exists(path))
        {
            IEnumerable<string> names = DataFile.Read(path, "the weights").Keys;
            if (names.Intersect(scales, StringComparer.Ordinal).Any())
                compilation = compilation.With(CalibratedRanges.Apply(compilation.Bound));
        }
        return Find(given, modelPath, compilation.Bound, seed);
    }

    public static WeightSet Find(string? given, string modelPath, ModelGraph graph, int seed)
    {
        WeightDeclaration[] declarations = [.. ModelWeights.Of(graph).Declarations];
        if (FileFor(given, modelPath) is { } path)
            return Load(path, declarations);
        if (declarations.Length > 0)
            Terminal.Note($"no weights are given and there is no {Beside(modelPath)}: random ones, seed {seed}");
        return WeightSet.Random(declarations, seed);
    }

    /// <summary>The file of the weights: the given one, or the one beside the model; null when there is neither.</summary>
    public static string? FileFor(string? given, string modelPath) => given ?? (File.Exists(Beside(modelPath)) ? Beside(modelPath) : null);

    /// <summary>Where a model's weights are unless they are given.</summary>
    public static string Beside(string modelPath) => Path.ChangeExtension(modelPath, ".safetensors");

    private static WeightSet Load(string path, WeightDeclaration[] declarations)
    {
        Location place = Location.OfFile(path);
        if (Directory.Exists(path))
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, "the weights", "it is a folder"));
        try
        {
            WeightSet weights = WeightSet.Load(path, declarations);
            if (weights.Unused.Length > 0)
                Terminal.Show([new UnusedWeights(place, [.. weights.Unused])]);
            return weights;
        }
        catch (WeightsException e)
        {
            throw new CommandFailed(ExitCode.WrongInput, new WeightsDoNotFit(place, [.. e.Problems]));
        }
        catch (TensorFormatException e)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, "the weights", e.Reason));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotFound(place, "the weights"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, "the weights", e.Message));
        }
    }
}
