namespace DynCompile.Tensors;

/// <summary>The formats of tensor files.</summary>
public enum TensorFileFormat
{
    /// <summary>Many named tensors with a JSON header.</summary>
    Safetensors,

    /// <summary>One NumPy array.</summary>
    Npy,

    /// <summary>A zip archive of NumPy arrays.</summary>
    Npz,
}
