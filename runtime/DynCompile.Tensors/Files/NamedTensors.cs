using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DynCompile.Tensors;

/// <summary>Tensors by name, in a fixed order.</summary>
/// <remarks>
/// A file may hold tensors of types that have no <see cref="ElementType"/>. They are named and counted, and refused with a
/// <see cref="TensorFormatException"/> when they are asked for or enumerated; see <see cref="IsSupported"/>.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Named for what it holds.")]
public sealed class NamedTensors : IReadOnlyDictionary<string, Tensor>
{
    private readonly List<string> names = [];
    private readonly Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> unsupported = new(StringComparer.Ordinal);
    private readonly string source = "(tensors)";

    /// <summary>Tensors in this order.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public NamedTensors(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        foreach (var pair in tensors)
        {
            if (this.tensors.ContainsKey(pair.Key))
                throw new ArgumentException($"tensor {Printable.Quote(pair.Key)} occurs twice");
            names.Add(pair.Key);
            this.tensors.Add(pair.Key, pair.Value);
        }
    }

    internal NamedTensors(SafetensorsReader reader)
    {
        source = reader.Path;
        foreach (var entry in reader.Entries)
        {
            names.Add(entry.Name);
            if (entry.Type is null)
                unsupported.Add(entry.Name, SafetensorsReader.UnsupportedType(entry.StoredType));
            else
                tensors.Add(entry.Name, reader.Read(entry.Name));
        }
    }

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <inheritdoc/>
    public int Count => names.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => names;

    /// <summary>The tensors, in order.</summary>
    /// <exception cref="TensorFormatException">The next tensor's type has no <see cref="ElementType"/>.</exception>
    public IEnumerable<Tensor> Values => names.Select(name => this[name]);

    /// <summary>A tensor.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="TensorFormatException">Its type has no <see cref="ElementType"/>.</exception>
    public Tensor this[string key] =>
        TryGetValue(key, out var tensor) ? tensor : throw new KeyNotFoundException($"there is no tensor {Printable.Quote(key)}");

    /// <summary>Whether a tensor of this name can be had.</summary>
    public bool IsSupported(string name) => tensors.ContainsKey(name);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => tensors.ContainsKey(key) || unsupported.ContainsKey(key);

    /// <summary>Looks for a tensor.</summary>
    /// <exception cref="TensorFormatException">Its type has no <see cref="ElementType"/>.</exception>
#if NET
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
#else
    // There the interface is from before nullable annotations.
    public bool TryGetValue(string key, out Tensor value)
#endif
    {
        if (unsupported.TryGetValue(key, out string? reason))
            throw new TensorFormatException(source, key, reason);
        return tensors.TryGetValue(key, out value!);
    }

    /// <summary>The tensors with their names, in order.</summary>
    /// <exception cref="TensorFormatException">The next tensor's type has no <see cref="ElementType"/>.</exception>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator()
    {
        foreach (string name in names)
            yield return new(name, this[name]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
