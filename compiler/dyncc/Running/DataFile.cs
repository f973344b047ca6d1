using DynCompile.Diagnostics;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>Reads and writes files of tensors; what is wrong with one ends the command.</summary>
internal static class DataFile
{
    public static NamedTensors Read(string path, string what) => Reading(path, what, () => TensorFile.Read(path));

    public static T Reading<T>(string path, string what, Func<T> read)
    {
        Location place = Location.OfFile(path);
        try
        {
            return read();
        }
        catch (FileNotFoundException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotFound(place, what));
        }
        catch (DirectoryNotFoundException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotFound(place, what));
        }
        catch (TensorFormatException e)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, what, e.Reason));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, what, e.Message));
        }
    }

    public static Tensor Tensor(NamedTensors file, string name, string path)
    {
        try
        {
            return file[name];
        }
        catch (TensorFormatException e)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(Location.OfFile(path), $"the tensor `{name}` of", e.Reason));
        }
    }

    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        Writing(path, () => TensorFile.Write(path, tensors));

    public static void Writing(string path, Action write)
    {
        try
        {
            write();
        }
        catch (TensorFormatException e)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotWritable(Location.OfFile(path), e.Reason));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotWritable(Location.OfFile(path), e.Message));
        }
    }
}
