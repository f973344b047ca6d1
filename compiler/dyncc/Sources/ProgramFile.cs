using System.Text;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>A file of the language that is read to be written again: its text, and whether a byte order mark stands before it.</summary>
internal sealed record ProgramFile(string Path, string Text, bool HasMark)
{
    private const string What = "the program";

    /// <summary>The files that paths name: files as they are, and all .dnn files below folders, in order.</summary>
    public static IEnumerable<string> Find(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            if (!Directory.Exists(path))
            {
                yield return path;
                continue;
            }
            var options = new EnumerationOptions
            {
                RecurseSubdirectories = true,
                // Folders that point upwards would go round in circles; hidden ones belong to tools.
                AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
                IgnoreInaccessible = true,
            };
            // Names as people write them: `layers.dnn`, not `./layers.dnn`.
            foreach (string file in Directory.EnumerateFiles(path, "*.dnn", options).Order(StringComparer.Ordinal))
                yield return path == "." ? System.IO.Path.GetRelativePath(path, file) : file;
        }
    }

    /// <summary>Reads a file; one that is no program in UTF-8 ends the command.</summary>
    public static ProgramFile Read(string path)
    {
        Location place = Location.OfFile(path);
        try
        {
            if (!File.Exists(path))
                throw new CommandFailed(ExitCode.WrongInput, new FileNotFound(place, What));
            using FileStream file = File.OpenRead(path);
            return Read(path, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(place, What, e.Message));
        }
    }

    public static ProgramFile Read(string path, Stream stream)
    {
        (string? text, bool hasMark, string problem) = Utf8File.Read(stream);
        return text is not null
            ? new ProgramFile(path, text, hasMark)
            : throw new CommandFailed(ExitCode.WrongInput, new FileNotReadable(Location.OfFile(path), What, problem));
    }

    public void Write(Stream stream)
    {
        if (HasMark)
            stream.Write(Encoding.UTF8.Preamble);
        stream.Write(Encoding.UTF8.GetBytes(Text));
    }

    /// <summary>Replaces the file, whole or not at all.</summary>
    public void Save()
    {
        try
        {
            string target = File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path;
            string draft = $"{target}.draft";
            try
            {
                using (FileStream stream = File.Create(draft))
                    Write(stream);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
                File.Move(draft, target, overwrite: true);
            }
            finally
            {
                File.Delete(draft);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailed(ExitCode.WrongInput, new FileNotWritable(Location.OfFile(Path), e.Message));
        }
    }
}
