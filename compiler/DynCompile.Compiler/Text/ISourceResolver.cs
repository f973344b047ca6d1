namespace DynCompile.Text;

/// <summary>
/// Where the files of a program come from: a folder for <c>dyncc</c>, the additional files of a project for a build. The compiler itself
/// reads no file.
/// </summary>
public interface ISourceResolver
{
    /// <summary>The model's own file, from the project's folder: <c>nets/resnet.dnn</c>.</summary>
    string Main { get; }

    /// <summary>Looks for a file.</summary>
    /// <param name="path">From the project's folder, good by <see cref="ImportPath"/> and without `.` and `..`.</param>
    SourceLookup Find(string path);
}
