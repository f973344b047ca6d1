using System.Collections.Immutable;
using DynCompile.Graph;
using DynCompile.Regions;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Planning;

/// <summary>Where the rows of a value are while the model runs.</summary>
public abstract record Place
{
    /// <summary>A buffer of the function's own.</summary>
    public sealed record Buffer(int Slot) : Place;

    /// <summary>Rows that the caller gives: an input of the function.</summary>
    public sealed record Argument(int Index) : Place;

    /// <summary>Rows that the caller wants a result in.</summary>
    public sealed record Result(int Index) : Place;

    /// <summary>A weight or a constant: one row for all samples.</summary>
    public sealed record Stored(ValueId Value) : Place;

    /// <summary>No rows: the host program computes it where it is needed.</summary>
    public sealed record Host : Place;
}

/// <summary>A buffer with one row for each lane.</summary>
/// <param name="Element">The type of an element.</param>
/// <param name="Length">Elements in a row, at the largest elastic sizes.</param>
/// <param name="Offset">Bytes from the start of one lane's share of the arena, a multiple of 64.</param>
/// <param name="Name">The source's name for the first value in it.</param>
public sealed record Slot(ElementType Element, long Length, long Offset, string Name)
{
    /// <summary>The bytes it takes of one lane's share.</summary>
    public long Bytes => MemoryPlan.Aligned(Length * Element.Size());
}

/// <summary>An argument that a function has read for the last time before it writes a result: a caller may have both in the same rows.</summary>
public readonly record struct SharedRows(int Argument, int Result);

/// <summary>The places of one function's values.</summary>
/// <param name="Staging">Slots for handovers whose source another handover of the same step overwrites.</param>
/// <param name="Shared">The arguments and results that a caller may have in the same rows.</param>
public sealed record FunctionPlan(
    RegionFunction Function,
    ImmutableDictionary<ValueId, Place> Places,
    EquatableArray<Slot> Slots,
    ImmutableDictionary<(Step Step, ValueId From), int> Staging,
    HostScalars Host,
    EquatableArray<SharedRows> Shared
)
{
    public Place PlaceOf(ValueId value) => Places[value];
}

/// <summary>
/// The memory of a model: for each function its buffers, placed by lifetime in one arena. Functions never run inside themselves, so
/// each has a part of the arena of its own.
/// </summary>
public sealed record MemoryPlan(EquatableArray<FunctionPlan> Functions, long BytesPerLane)
{
    /// <summary>Rows start at cache lines.</summary>
    public const long Alignment = 64;

    public static long Aligned(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    public FunctionPlan Of(string function) => Functions.First(f => f.Function.Name == function);
}
