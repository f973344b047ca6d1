using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>
/// Finds the weights of a run: the given file, else the one beside the model, else seeded random ones, and says which.
/// </summary>
internal static class Weights
{
    public static WeightSet Find(string? given, string modelPath, ModelGraph graph, int seed)
    {
        WeightDeclaration[] declarations = [.. ModelWeights.Of(graph).Declarations];
        string beside = Path.ChangeExtension(modelPath, ".safetensors");
        string? path = given ?? (File.Exists(beside) ? beside : null);
        if (path is not null)
            return Load(path, declarations);
        if (declarations.Length > 0)
            Terminal.Note($"no weights are given and there is no {beside}: random ones, seed {seed}");
        return WeightSet.Random(declarations, seed);
    }

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
