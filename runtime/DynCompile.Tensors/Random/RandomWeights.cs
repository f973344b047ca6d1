namespace DynCompile.Tensors;

/// <summary>Random weights of a scale that neither blows up nor dies out through layers.</summary>
internal static class RandomWeights
{
    public static Tensor Make(WeightDeclaration declaration, int seed)
    {
        var random = new SplitMix64(seed, declaration.Path);
        var (_, type, shape) = declaration;
        if (!type.IsFloat())
            return RandomTensors.Integers(type, shape, () => Integer(ref random, type));
        if (IsScale(declaration))
            return RandomTensors.Floats(type, shape, () => 0.5 + random.NextUnit());
        if (shape.Length < 2)
            return RandomTensors.Floats(type, shape, () => 0.1 * random.NextNormal());

        double fanIn = Math.Max(1, Shapes.ElementCount(shape.RemoveAt(0)));
        return RandomTensors.Floats(type, shape, () => random.NextNormal() / Math.Sqrt(fanIn));
    }

    /// <summary>Whether a weight divides or multiplies activations as they are, and so has to stay away from zero.</summary>
    private static bool IsScale(WeightDeclaration declaration)
    {
        string name = declaration.Path.Substring(declaration.Path.LastIndexOf('.') + 1);
        return name == "running_var" || (name == "weight" && declaration.Shape.Length == 1);
    }

    private static long Integer(ref SplitMix64 random, ElementType type) =>
        type switch
        {
            ElementType.I8 => random.NextBelow(255) - 127,
            ElementType.U8 => random.NextBelow(256),
            // Mostly indices: 0 and 1 are within nearly every bound.
            _ => random.NextBelow(2),
        };
}
