using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Diagnostics;

// Facts about names, types and shapes.

/// <summary>An exit or return whose value does not fit the result of that name.</summary>
public sealed record ResultMismatch(
    Location Location,
    string Statement,
    string Result,
    TensorType Expected,
    string Actual,
    bool FlattenFits
) : Diagnostic(Location)
{
    public override string Id => "DYN0012";
}

/// <param name="File">A file of the program that declares the name, but does not bring it here.</param>
public sealed record UnknownName(Location Location, string Name, EquatableArray<string> Nearest, string? File = null) : Diagnostic(Location)
{
    public override string Id => "DYN0100";
}

public sealed record AlreadyDeclared(Location Location, string Name, Location First) : Diagnostic(Location)
{
    public override string Id => "DYN0101";
}

/// <param name="Kind">What it is instead: a layer, an operator, a fn, a block.</param>
public sealed record NotAValue(Location Location, string Name, string Kind) : Diagnostic(Location)
{
    public override string Id => "DYN0102";
}

/// <param name="Kind">What it is: a param, a block; null for an expression.</param>
public sealed record NotCallable(Location Location, string? Kind = null) : Diagnostic(Location)
{
    public override string Id => "DYN0103";
}

public sealed record TooManyArguments(Location Location, string Callee, int Most, int Given) : Diagnostic(Location)
{
    public override string Id => "DYN0104";
}

public sealed record UnknownArgument(Location Location, string Callee, string Name, EquatableArray<string> Known) : Diagnostic(Location)
{
    public override string Id => "DYN0105";
}

public sealed record MissingArgument(Location Location, string Callee, string Name) : Diagnostic(Location)
{
    public override string Id => "DYN0106";
}

/// <param name="Expected">In words: "a constant integer".</param>
public sealed record WrongArgument(Location Location, string Callee, string Name, string Expected, string Given) : Diagnostic(Location)
{
    public override string Id => "DYN0107";
}

/// <param name="What">What must be constant: a size, the limit.</param>
public sealed record NotConstant(Location Location, string What, string Given) : Diagnostic(Location)
{
    public override string Id => "DYN0110";
}

/// <param name="What">What has the type: the value of `h`, the argument `x` of `Ffn`.</param>
public sealed record TypeMismatch(Location Location, string What, string Expected, string Actual) : Diagnostic(Location)
{
    public override string Id => "DYN0111";
}

public sealed record MixedElementTypes(Location Location, string Operator, string Left, string Right) : Diagnostic(Location)
{
    public override string Id => "DYN0112";
}

public sealed record ConditionIsNotBool(Location Location, string Actual) : Diagnostic(Location)
{
    public override string Id => "DYN0113";
}

public sealed record ConstantRemainder(Location Location, string Left, string Right) : Diagnostic(Location)
{
    public override string Id => "DYN0114";
}

public sealed record ConstantDivisionByZero(Location Location, string Left) : Diagnostic(Location)
{
    public override string Id => "DYN0115";
}

public sealed record SizeOverflow(Location Location, string What) : Diagnostic(Location)
{
    public override string Id => "DYN0116";
}

public sealed record IndexOutOfRange(Location Location, string Index, string Extent) : Diagnostic(Location)
{
    public override string Id => "DYN0117";
}

public sealed record TooManyIndices(Location Location, int Given, string Type) : Diagnostic(Location)
{
    public override string Id => "DYN0118";
}

/// <summary>A literal that cannot become the type that its context needs: 0.5 where an i32 stands.</summary>
public sealed record LiteralDoesNotFit(Location Location, string Literal, ElementType Needed) : Diagnostic(Location)
{
    public override string Id => "DYN0119";
}

public sealed record SizeOutOfRange(Location Location, string What, string Value, string Rule) : Diagnostic(Location)
{
    public override string Id => "DYN0120";
}

public sealed record ListOfTensors(Location Location, string Actual) : Diagnostic(Location)
{
    public override string Id => "DYN0121";
}

/// <summary>An operator refuses its inputs.</summary>
/// <param name="Inputs">The types of its inputs.</param>
/// <param name="Names">Their names in the operator's definition.</param>
public sealed record OperatorMismatch(
    Location Location,
    string Operator,
    TypeProblem Problem,
    EquatableArray<TensorType> Inputs,
    EquatableArray<string> Names
) : Diagnostic(Location)
{
    public override string Id =>
        Problem switch
        {
            TypeProblem.Rank => "DYN0130",
            TypeProblem.Element => "DYN0131",
            TypeProblem.Extent => "DYN0132",
            TypeProblem.Broadcast => "DYN0133",
            TypeProblem.MixedElements => "DYN0134",
            TypeProblem.Axis => "DYN0135",
            TypeProblem.Indivisible => "DYN0136",
            TypeProblem.Attribute => "DYN0137",
            TypeProblem.Outside => "DYN0138",
            TypeProblem.Count => "DYN0139",
            _ => "DYN0140",
        };
}

public sealed record AssignmentToFixed(Location Location, string Name, string Kind, Location Declared) : Diagnostic(Location)
{
    public override string Id => "DYN0150";
}

public sealed record WrongTargetCount(Location Location, int Targets, int Values) : Diagnostic(Location)
{
    public override string Id => "DYN0151";
}

public sealed record SeveralValues(Location Location, string Actual) : Diagnostic(Location)
{
    public override string Id => "DYN0152";
}

public sealed record UpdateOfRange(Location Location, string Name) : Diagnostic(Location)
{
    public override string Id => "DYN0153";
}

public sealed record MissingReturn(Location Location, string Name) : Diagnostic(Location)
{
    public override string Id => "DYN0160";
}

public sealed record UnreachableCode(Location Location, string Because) : Diagnostic(Location)
{
    public override string Id => "DYN0161";

    public override Severity Severity => Severity.Warning;
}

public sealed record WrongResultCount(Location Location, string Statement, int Given, EquatableArray<string> Results) : Diagnostic(Location)
{
    public override string Id => "DYN0162";
}

public sealed record LoopWithoutLimit(Location Location, string Loop) : Diagnostic(Location)
{
    public override string Id => "DYN0170";
}

/// <param name="File">A file of the program that declares the name, but does not bring it here.</param>
public sealed record UnknownConstructor(Location Location, string Name, EquatableArray<string> Nearest, string? File = null)
    : Diagnostic(Location)
{
    public override string Id => "DYN0180";
}

public sealed record RecursiveBlock(Location Location, string Name) : Diagnostic(Location)
{
    public override string Id => "DYN0181";
}

public sealed record WrongLayerIndices(Location Location, string Layer, int Dimensions, int Given) : Diagnostic(Location)
{
    public override string Id => "DYN0182";
}

public sealed record WeightConflict(Location Location, string Path, TensorType First, string FirstPlace, TensorType Second)
    : Diagnostic(Location)
{
    public override string Id => "DYN0184";
}

public sealed record UnknownWeight(Location Location, string Layer, string Member, EquatableArray<string> Known) : Diagnostic(Location)
{
    public override string Id => "DYN0185";
}

public sealed record BadPath(Location Location, string Path) : Diagnostic(Location)
{
    public override string Id => "DYN0186";
}

/// <summary>A model that a few lines make larger than any machine can hold.</summary>
/// <param name="What">What there is too much of: operations or weights.</param>
public sealed record ModelTooLarge(Location Location, string What, long Most) : Diagnostic(Location)
{
    public override string Id => "DYN0187";
}

public sealed record BadElastic(Location Location, string Name, string Problem) : Diagnostic(Location)
{
    public override string Id => "DYN0190";
}

public sealed record ElasticBorder(Location Location, string Name, string Elastic) : Diagnostic(Location)
{
    public override string Id => "DYN0191";
}

public sealed record NotElastic(Location Location, string Name, EquatableArray<string> Elastics) : Diagnostic(Location)
{
    public override string Id => "DYN0192";
}

/// <summary>A call of a layer that keeps state, where it may not happen for every sample or happens out of order.</summary>
public sealed record StateChangesSometimes(Location Location, string Layer, string Place) : Diagnostic(Location)
{
    public override string Id => "DYN0193";
}

/// <summary>Two calls of a layer whose block would keep states of two types.</summary>
public sealed record StateConflict(Location Location, string State, TensorType First, TensorType Second) : Diagnostic(Location)
{
    public override string Id => "DYN0198";
}

/// <summary>A size with a bound, <c>T &lt;= 512</c>, that is no bounded size of a model's input.</summary>
public sealed record BadBound(Location Location, string Size, string Rule) : Diagnostic(Location)
{
    public override string Id => "DYN0194";
}

/// <summary>Something that a target has no way to run.</summary>
public sealed record NotOnTarget(Location Location, string Target, string Feature) : Diagnostic(Location)
{
    public override string Id => "DYN0197";
}

public sealed record NoModel(Location Location) : Diagnostic(Location)
{
    public override string Id => "DYN0196";
}
