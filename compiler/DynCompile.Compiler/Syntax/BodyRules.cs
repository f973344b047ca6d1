using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Syntax;

/// <summary>
/// What may stand where in a body: declarations at its top level, jumps in loops, exits in the model, no layers in helpers.
/// </summary>
internal sealed class BodyRules
{
    private readonly DiagnosticBag diagnostics;
    private readonly string owner;
    private readonly string ownerName;

    private BodyRules(DiagnosticBag diagnostics, string owner, Identifier name)
    {
        this.diagnostics = diagnostics;
        this.owner = owner;
        ownerName = name.Text;
    }

    public static void Check(CompilationUnit unit, DiagnosticBag diagnostics)
    {
        foreach (FunctionDeclaration function in unit.Functions)
            CheckFunction(function, diagnostics);
        foreach (BlockDeclaration block in unit.Blocks)
            new BodyRules(diagnostics, "block", block.Name).CheckTopLevel(block.Body);
        if (unit.Model is { } model)
            new BodyRules(diagnostics, "model", model.Name).CheckTopLevel(model.Body);
    }

    private static void CheckFunction(FunctionDeclaration function, DiagnosticBag diagnostics) =>
        new BodyRules(diagnostics, "fn", function.Name).CheckTopLevel(function.Body);

    private void CheckTopLevel(Body body)
    {
        foreach (Statement statement in body.Statements)
        {
            if (statement is FunctionDeclaration function)
                CheckFunction(function, diagnostics);
            else if (statement is Declaration declaration)
                CheckDeclaration(declaration);
            else
                CheckStatement(statement, isInLoop: false);
        }
    }

    private void CheckDeclaration(Declaration declaration)
    {
        if (owner == "fn")
            diagnostics.Report(new DeclarationInFunction(Keyword(declaration), KeywordOf(declaration), ownerName));
    }

    private void CheckStatement(Statement statement, bool isInLoop)
    {
        switch (statement)
        {
            case Declaration declaration:
                diagnostics.Report(new DeclarationInsideStatement(Keyword(declaration), KeywordOf(declaration)));
                break;
            case BreakStatement when !isInLoop:
                diagnostics.Report(new JumpOutsideLoop(statement.Location, "break"));
                break;
            case ContinueStatement when !isInLoop:
                diagnostics.Report(new JumpOutsideLoop(statement.Location, "continue"));
                break;
            case ExitStatement when owner != "model":
                diagnostics.Report(new ExitOutsideModel(First(statement, "exit".Length), owner, ownerName));
                break;
            case IfStatement branch:
                CheckBody(branch.Then, isInLoop);
                if (branch.Else is { } otherwise)
                    CheckBody(otherwise, isInLoop);
                break;
            case WhileStatement loop:
                CheckBody(loop.Body, isInLoop: true);
                break;
            case ForStatement loop:
                CheckBody(loop.Body, isInLoop: true);
                break;
            case WithStatement with:
                CheckBody(with.Body, isInLoop);
                break;
        }
    }

    private void CheckBody(Body body, bool isInLoop)
    {
        foreach (Statement statement in body.Statements)
            CheckStatement(statement, isInLoop);
    }

    private static Location Keyword(Declaration declaration) => First(declaration, KeywordOf(declaration).Length);

    private static Location First(SyntaxNode node, int length) => node.Location.Source.At(node.Location.Span.Start, length);

    private static string KeywordOf(Declaration declaration) =>
        declaration switch
        {
            LayerDeclaration => "layer",
            ParamDeclaration => "param",
            StateDeclaration => "state",
            ElasticDeclaration => "elastic",
            _ => "fn",
        };
}
