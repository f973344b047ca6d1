namespace DynCompile.Tensors;

/// <summary>A tensor file that cannot be read or written: which file, which tensor and why.</summary>
public sealed class TensorFormatException : Exception
{
    /// <summary>Rejects a file, or one tensor of it.</summary>
    /// <param name="path">The file's path, or what stands for it.</param>
    /// <param name="tensorName">The offending tensor, or null if the file as a whole is wrong.</param>
    /// <param name="reason">What is wrong, with the values.</param>
    /// <param name="innerException">What the reason was found by, if anything.</param>
    public TensorFormatException(string path, string? tensorName, string reason, Exception? innerException = null)
        : base(
            tensorName is null
                ? $"{Printable.Path(path)}: {reason}"
                : $"{Printable.Path(path)}: tensor {Printable.Quote(tensorName)}: {reason}",
            innerException
        )
    {
        Path = path;
        TensorName = tensorName;
        Reason = reason;
    }

    /// <summary>The file's path, or what stands for it.</summary>
    public string Path { get; }

    /// <summary>The offending tensor's name as stored, or null if the file as a whole is wrong.</summary>
    public string? TensorName { get; }

    /// <summary>What is wrong, without path and name.</summary>
    public string Reason { get; }
}
