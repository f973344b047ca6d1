using System.Text.RegularExpressions;

namespace DynCompile.Compiler.Tests.Architecture;

/// <summary>The rooms of the compiler in the order in which a model passes them; <c>compiler/ARCHITECTURE.md</c> describes them.</summary>
public partial class RoomTests
{
    private const string Tensors = "Tensors";

    /// <summary>What each room may name. A new dependency is a change of the architecture: it belongs here and in the description.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Text"] = [],
        ["Graph"] = [Tensors, "Text"],
        // Facts about types and sizes are told in the graph's terms.
        ["Diagnostics"] = [Tensors, "Text", "Graph"],
        // A tree is what was written; it knows no types.
        ["Syntax"] = ["Text", "Diagnostics"],
        ["Binding"] = [Tensors, "Text", "Diagnostics", "Syntax", "Graph"],
        // From here on nobody sees the tree: every later room works from the graph alone.
        ["Passes"] = [Tensors, "Text", "Diagnostics", "Graph"],
        ["Regions"] = [Tensors, "Text", "Diagnostics", "Graph"],
        ["Planning"] = [Tensors, "Text", "Diagnostics", "Graph", "Regions"],
        ["Backends"] = [Tensors, "Text", "Diagnostics", "Graph", "Regions", "Planning"],
        [SourceFile.NoRoom] = [Tensors, "Text", "Diagnostics", "Syntax", "Binding", "Graph", "Passes", "Regions", "Planning", "Backends"],
    };

    [Fact]
    public void Every_folder_of_the_library_is_a_known_room()
    {
        AssertNone(SourceFile.All.Select(file => file.Room).Distinct().Except(Allowed.Keys));
    }

    [Fact]
    public void A_room_names_only_the_rooms_that_it_may_know()
    {
        IEnumerable<string> violations =
            from file in SourceFile.All
            from room in file.RoomsUsed
            where Allowed.TryGetValue(file.Room, out string[]? allowed) && !allowed.Contains(room)
            select $"{file} uses {room}";

        AssertNone(violations);
    }

    [Fact]
    public void No_two_rooms_may_know_each_other()
    {
        IEnumerable<string> cycles =
            from room in Allowed
            from other in room.Value
            where Allowed.TryGetValue(other, out string[]? allowedThere) && allowedThere.Contains(room.Key)
            select $"{room.Key} and {other}";

        AssertNone(cycles);
    }

    [Fact]
    public void The_namespace_of_a_file_is_that_of_its_room()
    {
        IEnumerable<string> strangers =
            from file in SourceFile.All
            where file.Namespace.Length > 0
            let room = file.Room == SourceFile.NoRoom ? "DynCompile" : $"DynCompile.{file.Room}"
            where
                file.Namespace != room
                && (file.Room == SourceFile.NoRoom || !file.Namespace.StartsWith(room + ".", StringComparison.Ordinal))
            select $"{file} is in {file.Namespace}";

        AssertNone(strangers);
    }

    [Fact]
    public void Backends_do_not_know_each_other()
    {
        IEnumerable<string> violations =
            from file in SourceFile.All
            where file.Room == "Backends"
            from name in file.Usings
            where name.StartsWith("DynCompile.Backends.", StringComparison.Ordinal)
            where file.Part != name.Split('.')[2]
            select $"{file} uses {name}";

        AssertNone(violations);
    }

    [Fact]
    public void One_file_sees_Antlr_and_only_the_syntax_room_sees_the_generated_parser()
    {
        IEnumerable<string> antlr =
            from file in SourceFile.All
            where file.Text.Contains("Antlr4", StringComparison.Ordinal)
            where file.Path != $"{SourceFile.Library}/Syntax/Parser.cs"
            where !file.Path.StartsWith($"{SourceFile.Library}/Syntax/Generated/", StringComparison.Ordinal)
            select file.Path;
        IEnumerable<string> generated =
            from file in SourceFile.All
            where file.Text.Contains("Syntax.Generated", StringComparison.Ordinal)
            where !file.Path.StartsWith($"{SourceFile.Library}/Syntax/", StringComparison.Ordinal)
            select file.Path;

        AssertNone(antlr.Concat(generated));
    }

    [Theory]
    [InlineData("Microsoft.CodeAnalysis", "dyncc and the source generator compile C#, the library only writes it")]
    [InlineData("ILGPU", "the library knows no device's toolkit")]
    [InlineData("Google.Protobuf", "ONNX files have an assembly of their own")]
    public void The_library_names_no_toolkit(string toolkit, string because)
    {
        IEnumerable<string> files = SourceFile
            .All.Where(file => file.Usings.Any(name => name == toolkit || name.StartsWith(toolkit + ".", StringComparison.Ordinal)))
            .Select(file => file.Path);

        Assert.True(!files.Any(), $"{string.Join(", ", files)}: {because}");
    }

    [Fact]
    public void The_library_reads_no_file()
    {
        AssertNone(
            SourceFile.All.Where(file => FileAccess().IsMatch(file.Text)).Select(file => $"{file} names a file or folder of the system")
        );
    }

    // `origin.File.Length` is a member, `File.ReadAllText` is not.
    [GeneratedRegex(@"(?<![\w.])(File|Directory)\.[A-Z]|\b(FileInfo|DirectoryInfo|FileStream)\b")]
    private static partial Regex FileAccess();

    /// <summary>As Assert.Empty, but the message holds every line in full.</summary>
    private static void AssertNone(IEnumerable<string> violations) => Assert.Equal("", string.Join("\n", violations));
}
