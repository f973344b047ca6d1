using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>What stands in a body: a statement or, at the top level of a model, block or helper, a declaration.</summary>
public abstract record Statement(Location Location) : SyntaxNode(Location);

/// <summary>`{ … }`</summary>
public sealed record Body(Location Location, EquatableArray<Statement> Statements) : SyntaxNode(Location);

/// <summary>`let e1 = …`, `let (a, _) = …`</summary>
public sealed record LetStatement(Location Location, EquatableArray<Identifier> Targets, Expression Value) : Statement(Location);

/// <summary>`var h = …`, `var (h, c) = …`</summary>
public sealed record VarStatement(Location Location, EquatableArray<Identifier> Targets, Expression Value) : Statement(Location);

/// <summary>`h = …`, `h[k] = …`, `(h, c) = …`, `k += 1`. An update (`+=`) has its operator and one target.</summary>
public sealed record AssignStatement(Location Location, EquatableArray<AssignTarget> Targets, BinaryOperator? Update, Expression Value)
    : Statement(Location);

/// <summary>`h`, or `h[k, 2..4]` with indices.</summary>
public sealed record AssignTarget(Location Location, Identifier Name, EquatableArray<IndexSyntax> Indices) : SyntaxNode(Location);

/// <summary>`if c { … } else { … }`; `else if` is an <see cref="Else"/> with one `if` in it.</summary>
public sealed record IfStatement(Location Location, Expression Condition, Body Then, Body? Else) : Statement(Location);

/// <summary>`while c limit 10 { … }`</summary>
public sealed record WhileStatement(Location Location, Expression Condition, Expression? Limit, Body Body) : Statement(Location);

/// <summary>`for t in 0..length limit 9 { … }`</summary>
public sealed record ForStatement(Location Location, Identifier Variable, RangeSyntax Range, Expression? Limit, Body Body)
    : Statement(Location);

/// <summary>`a..b` without b, `a..=b` with it.</summary>
public sealed record RangeSyntax(Location Location, Expression Start, Expression End, bool IncludesEnd) : SyntaxNode(Location);

public sealed record BreakStatement(Location Location) : Statement(Location);

public sealed record ContinueStatement(Location Location) : Statement(Location);

/// <summary>`return y`, `return (y, n)`</summary>
public sealed record ReturnStatement(Location Location, EquatableArray<Expression> Values) : Statement(Location);

/// <summary>`exit sure: (z, n) when c`; without a condition the sample leaves always.</summary>
public sealed record ExitStatement(Location Location, Identifier? Name, EquatableArray<Expression> Values, Expression? When)
    : Statement(Location);

/// <summary>`with width = chosen { … }`</summary>
public sealed record WithStatement(Location Location, Identifier Elastic, Expression Value, Body Body) : Statement(Location);
