using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>A file: its imports, and its helpers, blocks and model in text order. A file that is only imported has no model.</summary>
public sealed record CompilationUnit(
    Location Location,
    EquatableArray<ImportDeclaration> Imports,
    EquatableArray<FunctionDeclaration> Functions,
    EquatableArray<BlockDeclaration> Blocks,
    ModelDeclaration? Model
) : SyntaxNode(Location);

/// <summary>`import "layers.dnn"`</summary>
public sealed record ImportDeclaration(Location Location, StringLiteral Path) : SyntaxNode(Location);

/// <summary>`model Name(image: f32[1, 28, 28]) -> (logits: f32[10]) { … }`; every result has a name.</summary>
public sealed record ModelDeclaration(
    Location Location,
    Identifier Name,
    EquatableArray<InputSyntax> Inputs,
    EquatableArray<ResultSyntax> Results,
    Body Body,
    string? Documentation
) : SyntaxNode(Location);

/// <summary>`block Name(channels: int = 16)(x: f32[channels, H, W]) -> f32[channels, H, W] { … }`</summary>
public sealed record BlockDeclaration(
    Location Location,
    Identifier Name,
    EquatableArray<CompileTimeParameter> CompileTimeParameters,
    EquatableArray<InputSyntax> Inputs,
    EquatableArray<ResultSyntax> Results,
    Body Body,
    string? Documentation
) : SyntaxNode(Location);

/// <summary>`channels: int = 16`</summary>
public sealed record CompileTimeParameter(Location Location, Identifier Name, CompileTimeType Type, Expression? Default)
    : SyntaxNode(Location);

/// <summary>`image: f32[1, 28, 28]`</summary>
public sealed record InputSyntax(Location Location, Identifier Name, TypeSyntax Type) : SyntaxNode(Location);

/// <summary>`logits: f32[10]`, or only a type in a block or a helper.</summary>
public sealed record ResultSyntax(Location Location, Identifier? Name, TypeSyntax Type) : SyntaxNode(Location);

/// <summary>What is declared by name at a body's top level, beside the statements: a layer, a weight, a state, an elastic size, a helper.</summary>
public abstract record Declaration(Location Location, Identifier Name, string? Documentation) : Statement(Location);

/// <summary>`fn margin(z: f32[N]) -> f32 { … }`, in a body or beside the model.</summary>
public sealed record FunctionDeclaration(
    Location Location,
    Identifier Name,
    EquatableArray<InputSyntax> Inputs,
    EquatableArray<ResultSyntax> Results,
    Body Body,
    string? Documentation
) : Declaration(Location, Name, Documentation);

/// <summary>`layer experts[8] = Ffn(hidden: 64) from "mlp"`; no dimensions for a single layer, one for each array level.</summary>
public sealed record LayerDeclaration(
    Location Location,
    Identifier Name,
    EquatableArray<Expression> Dimensions,
    Identifier Constructor,
    EquatableArray<Argument> Arguments,
    StringLiteral? FromPath,
    string? Documentation
) : Declaration(Location, Name, Documentation);

/// <summary>`param tau: f32[2] from "exits.tau"`</summary>
public sealed record ParamDeclaration(Location Location, Identifier Name, TypeSyntax Type, StringLiteral? FromPath, string? Documentation)
    : Declaration(Location, Name, Documentation);

/// <summary>`state held: f32[64] = 0`</summary>
public sealed record StateDeclaration(Location Location, Identifier Name, TypeSyntax Type, Expression Initial, string? Documentation)
    : Declaration(Location, Name, Documentation);

/// <summary>`elastic width in [16, 32, 48, 64]`, `elastic depth in 1..=3`</summary>
public sealed record ElasticDeclaration(Location Location, Identifier Name, ElasticChoices Choices, string? Documentation)
    : Declaration(Location, Name, Documentation);

/// <summary>The values that an elastic size may take.</summary>
public abstract record ElasticChoices(Location Location) : SyntaxNode(Location);

/// <summary>`[16, 32, 48, 64]`</summary>
public sealed record ElasticList(Location Location, EquatableArray<Expression> Values) : ElasticChoices(Location);

/// <summary>`1..=3`</summary>
public sealed record ElasticRange(Location Location, RangeSyntax Range) : ElasticChoices(Location);
