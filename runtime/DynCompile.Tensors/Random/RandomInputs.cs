using System.Collections.Immutable;

namespace DynCompile.Tensors;

/// <summary>Random inputs, the same on every machine.</summary>
public static class RandomInputs
{
    /// <summary>Makes an input for some samples.</summary>
    /// <param name="name">The input's name: each has numbers of its own.</param>
    /// <param name="type">The element type. Floats are N(0, 1), bools 0 or 1.</param>
    /// <param name="shape">The shape, samples first.</param>
    /// <param name="exclusiveMaximum">
    /// Integers are uniform from 0 up to and without it. By default 128 for i8, 256 for u8 and 10 for i32 and i64.
    /// </param>
    /// <param name="seed">Makes other numbers.</param>
    /// <exception cref="ArgumentException">The shape is not valid, or the maximum is below 1 or too large for the type.</exception>
    public static Tensor Make(string name, ElementType type, ImmutableArray<int> shape, int? exclusiveMaximum, int seed)
    {
        // Inputs must not repeat the numbers of weights of the same seed and name.
        var random = new SplitMix64(seed, "input " + name);
        if (type.IsFloat())
            return RandomTensors.Floats(type, shape, () => random.NextNormal());

        int limit = type switch
        {
            ElementType.Bool => 2,
            ElementType.I8 => 128,
            ElementType.U8 => 256,
            _ => int.MaxValue,
        };
        int maximum = type == ElementType.Bool ? 2 : exclusiveMaximum ?? (limit <= 256 ? limit : 10);
        if (maximum < 1 || maximum > limit)
            throw new ArgumentException($"input {name}: {type.Name()} cannot be below {maximum}; 1 to {limit} is possible");
        return RandomTensors.Integers(type, shape, () => random.NextBelow(maximum));
    }
}
