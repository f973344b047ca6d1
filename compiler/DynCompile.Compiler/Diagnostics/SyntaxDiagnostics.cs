using DynCompile.Text;

namespace DynCompile.Diagnostics;

// Facts that the text alone shows, before any name has a meaning.

public sealed record FileIsEmpty(Location Location) : Diagnostic(Location)
{
    public override string Id => "DYN0001";
}

public sealed record FileIsNotText(Location Location) : Diagnostic(Location)
{
    public override string Id => "DYN0002";
}

public sealed record FileIsTooLarge(Location Location, int Length, int Limit) : Diagnostic(Location)
{
    public override string Id => "DYN0003";
}

/// <param name="Kind">What nests: brackets, operators.</param>
public sealed record NestingTooDeep(Location Location, string Kind, int Limit) : Diagnostic(Location)
{
    public override string Id => "DYN0004";
}

public sealed record UnknownCharacter(Location Location, string Text) : Diagnostic(Location)
{
    public override string Id => "DYN0005";
}

public sealed record MalformedNumber(Location Location, string Text) : Diagnostic(Location)
{
    public override string Id => "DYN0006";
}

public sealed record UnclosedString(Location Location) : Diagnostic(Location)
{
    public override string Id => "DYN0007";
}

public sealed record NumberTooLarge(Location Location, string Text, bool IsInteger) : Diagnostic(Location)
{
    public override string Id => "DYN0008";
}

/// <param name="Expected">What could stand here: `)` in backticks, or words (an expression).</param>
/// <param name="Found">What stands here: a token's text, or null at the end of the file.</param>
public sealed record UnexpectedToken(Location Location, EquatableArray<string> Expected, string? Found) : Diagnostic(Location)
{
    public override string Id => "DYN0010";
}

/// <param name="Open">The bracket that should be closed here.</param>
/// <param name="Close">The bracket that closes it.</param>
public sealed record UnclosedBracket(Location Location, Location Open, string Close, string? Found) : Diagnostic(Location)
{
    public override string Id => "DYN0011";
}

public sealed record ReservedWordAsName(Location Location, string Word) : Diagnostic(Location)
{
    public override string Id => "DYN0018";
}

public sealed record AssignmentInCondition(Location Location) : Diagnostic(Location)
{
    public override string Id => "DYN0013";
}

public sealed record ValueWithoutUse(Location Location) : Diagnostic(Location)
{
    public override string Id => "DYN0014";
}

public sealed record UnmatchedClosingBracket(Location Location, string Bracket) : Diagnostic(Location)
{
    public override string Id => "DYN0015";
}

/// <param name="Known">The words that begin something here.</param>
public sealed record UnknownStatement(Location Location, string Word, EquatableArray<string> Known) : Diagnostic(Location)
{
    public override string Id => "DYN0016";
}

public sealed record NotAssignable(Location Location) : Diagnostic(Location)
{
    public override string Id => "DYN0017";
}

public sealed record ChainedComparison(Location Location, string First, string Second) : Diagnostic(Location)
{
    public override string Id => "DYN0020";
}

public sealed record TupleAsValue(Location Location, int Length) : Diagnostic(Location)
{
    public override string Id => "DYN0021";
}

/// <param name="IsOperation">Whether the right side has an operator: `x |> f + 1`.</param>
public sealed record PipeIntoValue(Location Location, bool IsOperation) : Diagnostic(Location)
{
    public override string Id => "DYN0022";
}

public sealed record UpdateOfSeveral(Location Location, string Operator) : Diagnostic(Location)
{
    public override string Id => "DYN0023";
}

public sealed record PositionalAfterNamed(Location Location, Location Named) : Diagnostic(Location)
{
    public override string Id => "DYN0024";
}

public sealed record ArgumentGivenTwice(Location Location, string Name, Location First) : Diagnostic(Location)
{
    public override string Id => "DYN0025";
}

/// <param name="Keep">How many of <paramref name="Of"/> stay.</param>
public sealed record SparsityOutOfRange(Location Location, string Keep, string Of, string? By) : Diagnostic(Location)
{
    public override string Id => "DYN0026";
}

public sealed record IncludedEndMissing(Location Location) : Diagnostic(Location)
{
    public override string Id => "DYN0027";
}

public sealed record SecondModel(Location Location, Location First) : Diagnostic(Location)
{
    public override string Id => "DYN0030";
}

/// <param name="Keyword">`layer`, `param`, `elastic`, `state` or `fn`.</param>
public sealed record DeclarationInsideStatement(Location Location, string Keyword) : Diagnostic(Location)
{
    public override string Id => "DYN0031";
}

/// <param name="Keyword">`break` or `continue`.</param>
public sealed record JumpOutsideLoop(Location Location, string Keyword) : Diagnostic(Location)
{
    public override string Id => "DYN0032";
}

/// <param name="Owner">`block` or `fn`.</param>
public sealed record ExitOutsideModel(Location Location, string Owner, string Name) : Diagnostic(Location)
{
    public override string Id => "DYN0033";
}

public sealed record ResultWithoutName(Location Location, string Model) : Diagnostic(Location)
{
    public override string Id => "DYN0034";
}

public sealed record UnknownElementType(Location Location, string Name, EquatableArray<string> Known) : Diagnostic(Location)
{
    public override string Id => "DYN0035";
}

public sealed record UnknownCompileTimeType(Location Location, string Name) : Diagnostic(Location)
{
    public override string Id => "DYN0036";
}

public sealed record DefaultOfInput(Location Location, string Name) : Diagnostic(Location)
{
    public override string Id => "DYN0037";
}

/// <param name="Keyword">`layer`, `param`, `elastic` or `state`.</param>
public sealed record DeclarationInFunction(Location Location, string Keyword, string Function) : Diagnostic(Location)
{
    public override string Id => "DYN0038";
}
