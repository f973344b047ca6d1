using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>`f32[channels, H, W]`; a scalar type has no dimensions. The element type is one of <see cref="Keywords.ElementTypes"/>.</summary>
public sealed record TypeSyntax(Location Location, string ElementType, EquatableArray<DimensionSyntax> Dimensions) : SyntaxNode(Location);

/// <summary>One size of a type: `4 * D`, or `T &lt;= 512` for a size that is known only when the model runs.</summary>
public sealed record DimensionSyntax(Location Location, Expression Size, Expression? Bound) : SyntaxNode(Location);

/// <summary>The type of a block's compile-time parameter: `int`, `float` or `bool`.</summary>
public enum CompileTimeType
{
    Int,
    Float,
    Bool,
}
