using DynCompile.Graph;

namespace DynCompile.Backends.CSharp;

/// <summary>
/// The class of a model with errors: the members that callers use, each of which throws. So a mistake in the model is one error, and none
/// in the code that calls it.
/// </summary>
internal static class StubWriter
{
    private const string Broken = "throw new InvalidOperationException(\"the model has errors\")";

    public static string Write(ModelOutline model, CSharpOptions options)
    {
        var writer = new CodeWriter();
        string className = ClassText.NameOf(model.Name, options);
        var surface = new SurfaceWriter(model, className, options, writer, isStub: true);
        ClassText.WriteHead(writer, options);
        using (ClassText.Class(writer, className, model, options))
        {
            writer.Line($"private {className}() {{ }}");
            writer.Line();
            surface.WriteLoading();
            writer.Line("/// <summary>The weights that the model needs, by their paths.</summary>");
            writer.Line($"public static IReadOnlyList<WeightDeclaration> Weights => {Broken};");
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override string Name => {Names.Quote(model.Name)};");
            writer.Line();
            foreach (string ports in new[] { "Inputs", "Outputs" })
            {
                writer.Line("/// <inheritdoc/>");
                writer.Line($"public override IReadOnlyList<TensorInfo> {ports} => {Broken};");
                writer.Line();
            }
            surface.WriteModelCalls();
            surface.WriteSessionSummary();
            using (writer.Block("public sealed class Session : ModelSession"))
            {
                writer.Line($"private Session({className} model)");
                writer.Line("    : base(model, 1, 0, 0) { }");
                writer.Line();
                surface.WriteSessionCalls();
                writer.Line("/// <inheritdoc/>");
                writer.Line($"protected override void RunChunk(int count) => {Broken};");
            }
        }
        return writer.ToString();
    }
}
