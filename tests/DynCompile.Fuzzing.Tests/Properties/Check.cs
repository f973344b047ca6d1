using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Fuzzing.Properties;

/// <summary>Takes programs through all properties.</summary>
internal static class Check
{
    public const string Compiles = "the compiler takes the program without failing";
    public const string EmitsCode = "the emitted C# compiles without a warning";
    public const string IsWellTyped = "the generated program is well-typed";

    /// <summary>What came out of one program.</summary>
    /// <param name="Case">Null when the program is wrong.</param>
    /// <param name="Finding">The first property that does not hold.</param>
    /// <param name="NotOnTarget">Why the cpu target does not run it.</param>
    internal sealed record Result(FuzzedProgram Program, ProgramCase? Case, Finding? Finding, string? NotOnTarget = null);

    /// <summary>Programs together: their emitted code is one assembly.</summary>
    public static IReadOnlyList<Result> All(IReadOnlyList<FuzzedProgram> programs)
    {
        var results = new List<Result>();
        var emitted = new List<(Result Result, string Code)>();
        foreach (FuzzedProgram program in programs)
        {
            Result result = Interpret(program, out string? code);
            if (code is null)
                results.Add(result);
            else
                emitted.Add((result, code));
        }
        results.AddRange(Run(emitted));
        return results;
    }

    /// <summary>One program; null when all properties hold or it is wrong.</summary>
    public static Finding? One(FuzzedProgram program) => All([program])[0].Finding;

    /// <summary>Whether the compiler refuses a program, as it should refuse wrong ones.</summary>
    public static bool IsWrong(FuzzedProgram program)
    {
        var diagnostics = new DiagnosticBag();
        try
        {
            return Compilation.Check(new SourceText("program.dnn", program.Text), diagnostics) is null;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static Result Interpret(FuzzedProgram program, out string? code)
    {
        code = null;
        ProgramCase? @case = null;
        try
        {
            if (Printing.CheckProgram(program) is { } misprint)
                return Failed(Printing.OfPrograms, misprint);
            var diagnostics = new DiagnosticBag();
            @case = ProgramCase.Compile(program, diagnostics);
            if (@case is null)
                return Failed(IsWellTyped, new DiagnosticRenderer().Render(diagnostics));
            foreach ((string pass, ModelGraph graph) in new[] { @case.Graphs[0], @case.Graphs[^1] })
            {
                if (Printing.CheckGraph(pass, graph) is { } difference)
                    return Failed(Printing.OfGraphs, difference);
            }
            Interpretation.Judge(@case);
            if (Interpretation.CheckPasses(@case) is { } change)
                return Failed(Interpretation.OfPasses, change);
            code = @case.Compilation.EmitCSharp(diagnostics);
            return new Result(
                program,
                @case,
                null,
                code is null ? string.Join("; ", diagnostics.Sorted().Select(d => Prose.Of(d).Message)) : null
            );
        }
        // Whatever is thrown here is a bug that the program found.
        catch (Exception e)
        {
            code = null;
            return Failed(Compiles, Pipelines.Describe(program) + Short(e));
        }

        Result Failed(string property, string message) => new(program, @case, new Finding(property, program, message));
    }

    private static IEnumerable<Result> Run(List<(Result Result, string Code)> emitted)
    {
        if (emitted.Count == 0)
            yield break;
        using EmittedAssembly? assembly = EmittedAssembly.Compile(
            [.. emitted.Select(e => (ProgramCase.NamespaceOf(e.Result.Program), e.Code))],
            out ILookup<string, string> problems
        );
        foreach ((Result result, _) in emitted)
        {
            string name = ProgramCase.NamespaceOf(result.Program);
            if (problems.Contains(name))
                yield return result with
                {
                    Finding = Found(EmitsCode, result.Program, string.Join("\n", problems[name].Take(5))),
                };
            else if (assembly is not null)
                yield return result with
                {
                    Finding = Run(result, assembly, name),
                };
        }
        if (assembly is null)
        {
            foreach (Result result in Run([.. emitted.Where(e => !problems.Contains(ProgramCase.NamespaceOf(e.Result.Program)))]))
                yield return result;
        }
    }

    private static Finding? Run(Result result, EmittedAssembly assembly, string name)
    {
        try
        {
            using Runtime.CompiledModel model = assembly.Create(name, result.Case!.Weights);
            return new CompiledRuns(result.Case, model).Check() is var (property, message)
                ? Found(property, result.Program, message)
                : null;
        }
        catch (Exception e)
        {
            return Found(CompiledRuns.Agree, result.Program, Short(e));
        }
    }

    private static Finding Found(string property, FuzzedProgram program, string message) =>
        new(property, program, Pipelines.Describe(program) + message);

    private static string Short(Exception e) => string.Join('\n', e.ToString().Split('\n').Take(8));
}
