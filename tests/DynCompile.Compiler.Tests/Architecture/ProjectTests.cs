namespace DynCompile.Compiler.Tests.Architecture;

/// <summary>Which assembly may know which: the compiler writes text that calls the runtime, and the two share tensors only.</summary>
public class ProjectTests
{
    private const string Compiler = "DynCompile.Compiler";
    private const string Runtime = "DynCompile.Runtime";
    private const string Tensors = "DynCompile.Tensors";

    [Fact]
    public void The_tensor_library_references_no_project()
    {
        Assert.Empty(Project.Named(Tensors).Projects);
    }

    [Theory]
    [InlineData(Compiler)]
    [InlineData(Runtime)]
    public void Compiler_and_runtime_reference_the_tensor_library_only(string project)
    {
        Assert.Equal([Tensors], Project.Named(project).AllProjects());
    }

    [Fact]
    public void Nothing_of_the_runtime_references_the_compiler()
    {
        HashSet<string> compiler = [.. Project.All.Where(p => p.Folder == "compiler").Select(p => p.Name)];

        Assert.All(Project.All.Where(p => p.Folder == "runtime"), project => Assert.Empty(project.AllProjects().Intersect(compiler)));
    }

    [Fact]
    public void Only_the_command_line_brings_compiler_and_runtime_together()
    {
        IEnumerable<string> both = Project
            .All.Where(p => p.AllProjects() is var all && all.Contains(Compiler) && all.Contains(Runtime))
            .Select(p => p.Name);

        Assert.Equal(["dyncc"], both);
    }

    [Fact]
    public void The_compiler_library_has_a_parser_runtime_and_no_other_toolkit()
    {
        string[] polyfills = ["PolySharp", "System.Collections.Immutable", "System.Memory"];

        Assert.Equal(["Antlr4.Runtime.Standard"], Project.Named(Compiler).Packages.Except(polyfills));
    }

    [Fact]
    public void The_runtime_has_no_package_and_so_no_native_library()
    {
        Assert.Empty(Project.Named(Runtime).Packages);
        Assert.DoesNotContain(
            Repository.Files($"runtime/{Runtime}", "*.cs"),
            file =>
                Repository.Read(file) is var text
                && (text.Contains("[DllImport", StringComparison.Ordinal) || text.Contains("[LibraryImport", StringComparison.Ordinal))
        );
    }
}
