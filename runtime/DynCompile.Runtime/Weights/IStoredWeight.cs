namespace DynCompile.Runtime;

/// <summary>A weight in the form in which kernels read it.</summary>
public interface IStoredWeight : IDisposable
{
    /// <summary>The native memory that it takes.</summary>
    long Bytes { get; }
}
