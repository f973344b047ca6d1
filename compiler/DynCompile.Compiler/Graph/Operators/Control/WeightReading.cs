using DynCompile.Tensors;

namespace DynCompile.Graph.Operators;

/// <summary>What a use takes of a stored weight. All but the first are made once, when the weights are loaded.</summary>
public enum WeightReading
{
    /// <summary>The weight as it is.</summary>
    AsStored,

    /// <summary>Its 8-bit integers, as <see cref="QuantizeRows"/> makes them.</summary>
    Quantized,

    /// <summary>The scale of each of its output rows, as <see cref="QuantizeRows"/> makes them.</summary>
    RowScales,
}

/// <summary>Readings as the graph's text names and types them.</summary>
public static class WeightReadings
{
    private static readonly string[] Names = ["as_stored", "quantized", "row_scales"];

    public static string Name(this WeightReading reading) => Names[(int)reading];

    /// <summary>The reading of a name; the first when there is none.</summary>
    public static WeightReading Parse(string? name) => (WeightReading)Math.Max(Array.IndexOf(Names, name), 0);

    /// <summary>The type of what is read of a stored type.</summary>
    public static TensorType TypeOf(this WeightReading reading, TensorType stored) =>
        reading switch
        {
            WeightReading.Quantized => stored.With(ElementType.I8),
            WeightReading.RowScales => TensorType.F32(stored.Shape[0]),
            _ => stored,
        };
}
