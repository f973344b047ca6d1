using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Diagnostics;

public class DiagnosticBagTests
{
    private static readonly SourceText text = new("a.dnn", new string(' ', 1000));

    [Fact]
    public void The_first_error_at_a_place_is_the_cause()
    {
        var bag = new DiagnosticBag();
        bag.Report(new MalformedNumber(text.At(3, 2), "3x"));
        bag.Report(new JumpOutsideLoop(text.At(3, 1), "break"));

        Assert.IsType<MalformedNumber>(Assert.Single(bag.Sorted()));
    }

    [Fact]
    public void Diagnostics_come_in_text_order_file_by_file()
    {
        var bag = new DiagnosticBag();
        var other = new SourceText("B.dnn", "   ");
        bag.Report(new JumpOutsideLoop(text.At(7, 1), "break"));
        bag.Report(new JumpOutsideLoop(other.At(2, 1), "break"));
        bag.Report(new JumpOutsideLoop(text.At(3, 1), "break"));

        Assert.Equal(["B.dnn:1:3", "a.dnn:1:4", "a.dnn:1:8"], bag.Sorted().Select(diagnostic => diagnostic.Location.ToString()));
    }

    [Fact]
    public void After_a_hundred_the_others_are_counted()
    {
        var bag = new DiagnosticBag();
        for (int i = 0; i < 130; i++)
            bag.Report(new JumpOutsideLoop(text.At(i, 1), "break"));

        Assert.Equal(100, bag.Count);
        Assert.Equal(30, bag.Omitted);
        Assert.EndsWith("These are the first 100; there are more.\n", new DiagnosticRenderer().Render(bag), StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_hides_no_error()
    {
        var bag = new DiagnosticBag();
        bag.Report(new Doubt(text.At(3, 1)));
        Assert.False(bag.HasErrors);
        bag.Report(new JumpOutsideLoop(text.At(3, 1), "break"));

        Assert.True(bag.HasErrors);
        Assert.Equal(2, bag.Count);
    }

    [Fact]
    public void Facts_about_one_file_stand_side_by_side()
    {
        var bag = new DiagnosticBag();
        bag.Report(new JumpOutsideLoop(Location.OfFile("w.safetensors"), "break"));
        bag.Report(new JumpOutsideLoop(Location.OfFile("w.safetensors"), "continue"));
        bag.Report(new JumpOutsideLoop(Location.OfFile("w.safetensors"), "break"));

        Assert.Equal(2, bag.Count);
    }

    private sealed record Doubt(Location Location) : Diagnostic(Location)
    {
        public override string Id => "DYN0000";

        public override Severity Severity => Severity.Warning;
    }
}
