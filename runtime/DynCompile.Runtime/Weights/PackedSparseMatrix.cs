using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>The N:M sparse weight of a linear layer, each output with a pattern of its own: the values that stay, and where.</summary>
/// <remarks>
/// Strips of 32 outputs (the last one shorter), each [inputs · N / M][strip]: the values that stay of one output are ascending by input.
/// Beside each value a byte with its input's place in a block of <see cref="InputBlock"/>; M divides that, so that the byte's low bits
/// are the place among the M inputs. One form serves one sample (vectors run over outputs, inputs are permuted in registers) and many
/// (vectors run over samples), and every elastic prefix of inputs and outputs.
/// </remarks>
public sealed unsafe class PackedSparseMatrix : IStoredWeight
{
    /// <summary>Outputs in one strip.</summary>
    internal const int StripWidth = 32;

    /// <summary>Inputs that one byte can tell apart.</summary>
    internal const int InputBlock = 96;

    private const int Octet = 8;

    private readonly NativeBuffer _memory;

    private PackedSparseMatrix(ReadOnlySpan<float> weight, int outputs, int inputs, Sparsity sparsity)
    {
        Outputs = outputs;
        Inputs = inputs;
        N = sparsity.N;
        M = sparsity.M;
        ValueCount = (long)((outputs + Octet - 1) / Octet) * Octet * Kept(inputs);
        _memory = new NativeBuffer(ValueCount * (sizeof(float) + sizeof(byte)), $"a sparse weight of {outputs} x {inputs}");
        ulong[] patterns = Pruning.Patterns(weight, outputs, inputs, sparsity);
        for (int output = 0; output < outputs; output++)
            PackRow(weight.Slice(output * inputs, inputs), output, patterns.AsSpan(output / sparsity.By * (inputs / M), inputs / M));
    }

    /// <summary>The stored number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>The stored number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>How many of <see cref="M"/> inputs stay.</summary>
    public int N { get; }

    /// <summary>Inputs of a block: 2, 4, 8 or 16.</summary>
    public int M { get; }

    /// <inheritdoc/>
    public long Bytes => _memory.Bytes;

    private long ValueCount { get; }

    /// <summary>Whether this form has kernels for a sparsity.</summary>
    public static bool Takes(Sparsity sparsity) => sparsity.M is 2 or 4 or 8 or 16;

    /// <summary>Packs a weight of [outputs, inputs]: of every M inputs the N largest stay.</summary>
    /// <param name="weight">The weight, as in a state dict; f16 and bf16 become f32.</param>
    /// <param name="sparsity">Which inputs stay.</param>
    /// <exception cref="ArgumentException">
    /// The weight is not a matrix of floats, the sparsity does not divide its inputs or is not one that <see cref="Takes"/>.
    /// </exception>
    public static PackedSparseMatrix Pack(Tensor weight, Sparsity sparsity)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2 || !weight.Type.IsFloat())
            throw new ArgumentException($"{weight} is not a matrix of floats [outputs, inputs]", nameof(weight));
        return Pack(weight.ToF32().AsSpan<float>(), weight.Shape[0], weight.Shape[1], sparsity);
    }

    /// <inheritdoc cref="Pack(Tensor, Sparsity)"/>
    /// <param name="weight">The elements of [outputs, inputs].</param>
    /// <param name="outputs">Rows.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="sparsity">Which inputs stay.</param>
    public static PackedSparseMatrix Pack(ReadOnlySpan<float> weight, int outputs, int inputs, Sparsity sparsity) =>
        Takes(sparsity)
            ? new(weight, outputs, inputs, sparsity)
            : throw new ArgumentException($"sparsity {sparsity}: blocks of 2, 4, 8 and 16 inputs can be packed", nameof(sparsity));

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _memory.Dispose();

    /// <summary>How many values of an output stay in so many inputs.</summary>
    internal int Kept(int inputs) => inputs / M * N;

    /// <summary>Outputs of a strip, with those that fill up the last eight.</summary>
    internal int WidthOf(int strip) => Math.Min(StripWidth, (Outputs + Octet - 1) / Octet * Octet - strip * StripWidth);

    internal float* Values(int strip) => (float*)_memory.Pointer + strip * (long)StripWidth * Kept(Inputs);

    internal byte* Places(int strip) => _memory.Pointer + ValueCount * sizeof(float) + strip * (long)StripWidth * Kept(Inputs);

    internal void RequirePrefix(int outputs, int inputs)
    {
        if ((uint)outputs > (uint)Outputs || (uint)inputs > (uint)Inputs)
            throw new ArgumentException($"{outputs} x {inputs} is not within the stored {Outputs} x {Inputs}");
        if (inputs % M != 0)
            throw new ArgumentException($"{inputs} inputs are not a multiple of {M}");
    }

    private void PackRow(ReadOnlySpan<float> row, int output, ReadOnlySpan<ulong> patterns)
    {
        int strip = output / StripWidth;
        int width = WidthOf(strip);
        float* value = Values(strip) + output % StripWidth;
        byte* place = Places(strip) + output % StripWidth;
        for (int input = 0; input < row.Length; input++)
        {
            if ((patterns[input / M] >> (input % M) & 1) == 0)
                continue;
            *value = row[input];
            *place = (byte)(input % InputBlock);
            value += width;
            place += width;
        }
    }
}
