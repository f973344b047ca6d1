using System.Numerics;
using DynCompile.Text;

namespace DynCompile.Syntax;

public abstract record Expression(Location Location) : SyntaxNode(Location);

/// <summary>`tau`, `relu`, `nearest`: a value, an operator, a layer or an option's word.</summary>
public sealed record NameExpression(Location Location, string Name) : Expression(Location);

/// <summary>`12`: never negative, at most 2^63 (so that `-9223372036854775808` can be written).</summary>
public sealed record IntegerLiteral(Location Location, BigInteger Value) : Expression(Location);

/// <summary>`1e-3`: finite; the text is kept so that printed programs read as written.</summary>
public sealed record FloatLiteral(Location Location, double Value, string Text) : Expression(Location);

public sealed record BoolLiteral(Location Location, bool Value) : Expression(Location);

/// <summary>`-x`, `not c`</summary>
public sealed record UnaryExpression(Location Location, UnaryOperator Operator, Expression Operand) : Expression(Location);

/// <summary>`a + b`, `a &lt;= b`, `a and b`. A comparison's operand is never a bare comparison: `0 &lt; x &lt; 1` is a syntax error.</summary>
public sealed record BinaryExpression(Location Location, Expression Left, BinaryOperator Operator, Expression Right) : Expression(Location);

/// <summary>`linear(x, w, b)`, `experts[e](x)`, `f32(k)` (whose callee is an <see cref="ElementTypeName"/>).</summary>
public sealed record CallExpression(Location Location, Expression Callee, EquatableArray<Argument> Arguments) : Expression(Location);

/// <summary>`x`, or `kernel: 3`. Named ones come last, each name once.</summary>
public sealed record Argument(Location Location, Identifier? Name, Expression Value) : SyntaxNode(Location);

/// <summary>`x[i, 2..6]`</summary>
public sealed record IndexExpression(Location Location, Expression Target, EquatableArray<IndexSyntax> Indices) : Expression(Location);

public abstract record IndexSyntax(Location Location) : SyntaxNode(Location);

/// <summary>`i` in `x[i]`: takes one row, and the axis goes away.</summary>
public sealed record SingleIndex(Location Location, Expression Value) : IndexSyntax(Location);

/// <summary>`2..6`, `..k`, `2..`, `..`, `a..=b` in `x[…]`; the end is there when it is included.</summary>
public sealed record RangeIndex(Location Location, Expression? Start, Expression? End, bool IncludesEnd) : IndexSyntax(Location);

/// <summary>`embed.weight`</summary>
public sealed record MemberExpression(Location Location, Expression Target, Identifier Member) : Expression(Location);

/// <summary>`[y0, t]`</summary>
public sealed record ListExpression(Location Location, EquatableArray<Expression> Elements) : Expression(Location);

/// <summary>`(h + 1, c)` behind the `=` of several targets; nowhere else are several values one expression.</summary>
public sealed record TupleExpression(Location Location, EquatableArray<Expression> Items) : Expression(Location);

/// <summary>`x |> f(c)`; the target is a name, a member, an element of an array of layers, or a call of one of these.</summary>
public sealed record PipeExpression(Location Location, Expression Value, Expression Target) : Expression(Location);

/// <summary>`f32[6, 8]` in `zeros(f32[6, 8])`</summary>
public sealed record TypeExpression(Location Location, TypeSyntax Type) : Expression(Location);

/// <summary>`i8` alone: the callee of a cast, or an argument such as `quantize: i8` and `zeros(f32)`.</summary>
public sealed record ElementTypeName(Location Location, string Name) : Expression(Location);

/// <summary>`2:8 by 16`: of every `Of` consecutive inputs `Keep` stay; `By` consecutive outputs share the pattern.</summary>
public sealed record SparsityLiteral(Location Location, int Keep, int Of, int? By) : Expression(Location);
