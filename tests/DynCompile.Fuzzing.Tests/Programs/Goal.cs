using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>An expression to be generated.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Scope">What it may name.</param>
/// <param name="Fuel">How deep it may nest.</param>
internal sealed record Goal(WrittenType Type, Scope Scope, int Fuel)
{
    public int Rank => Type.Rank;

    /// <summary>An operand of any form.</summary>
    public Gen<Expression> Of(WrittenType type) => ExpressionGenerator.Write(new Goal(type, Scope, Fuel - 1));

    /// <summary>An operand that is never a number of the compiler's: what must be computed at run time.</summary>
    public Gen<Expression> ValueOf(WrittenType type) => Of(type).Select(e => Constants.Is(e, Scope) ? Tree.Abs(e) : e);

    public Gen<Expression[]> All(params IEnumerable<WrittenType> types) => Draw.All(types.Select(Of));

    /// <summary>A constant size, at least 1, to reduce over or to cut from.</summary>
    public Gen<WrittenSize> Extent() => Draw.From(Scope.Sizes.Where(s => s.IsConstant && s.IsAtLeastOne));

    /// <summary>Any size that is at least 1.</summary>
    public Gen<WrittenSize> AnyExtent() => Draw.From(Scope.Sizes.Where(s => s.IsAtLeastOne));

    public Gen<int> Axis() => Gen.Choose(0, Rank - 1);

    /// <summary>An axis as a program writes it: at times counted from the end.</summary>
    public static Gen<Expression> WrittenAxis(int axis, int rank) =>
        Draw.Percent(30).Select(fromEnd => Tree.Number(fromEnd ? axis - rank : axis));

    /// <summary>An integer in 0 up to, without, <paramref name="bound"/>.</summary>
    public Gen<Expression> Index(WrittenSize bound) => Indices.Write(this, WrittenType.I32, bound);

    /// <summary>Integers in 0 up to, without, <paramref name="bound"/>.</summary>
    public Gen<Expression> IndexTensor(WrittenSize bound, params IEnumerable<WrittenSize> shape) =>
        Indices.Write(this, WrittenType.I32.With(shape), bound);
}
