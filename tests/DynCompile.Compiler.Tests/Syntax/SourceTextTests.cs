using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Syntax;

public class SourceTextTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 3)]
    [InlineData(4, 2, 1)]
    [InlineData(6, 3, 1)]
    [InlineData(8, 4, 1)]
    [InlineData(10, 4, 3)]
    public void Lines_end_with_CRLF_LF_or_CR(int offset, int line, int column) =>
        Assert.Equal(new LinePosition(line, column), new SourceText("a.dnn", "ab\r\nc\nd\ref").PositionAt(offset));

    [Fact]
    public void Columns_count_utf16_units() => Assert.Equal(new LinePosition(1, 4), new SourceText("a.dnn", "😀=x").PositionAt(3));

    [Theory]
    [InlineData(1, "ab")]
    [InlineData(2, "")]
    [InlineData(3, "c")]
    [InlineData(4, "")]
    public void A_line_has_no_line_end(int line, string text) => Assert.Equal(text, new SourceText("a.dnn", "ab\r\n\nc\n").LineAt(line));

    [Fact]
    public void A_location_prints_as_path_line_and_column() =>
        Assert.Equal("a.dnn:2:3", new SourceText("a.dnn", "a\nbcd").At(4, 1).ToString());

    [Fact]
    public void A_file_that_is_no_text_has_only_a_path() => Assert.Equal("w.safetensors", Location.OfFile("w.safetensors").ToString());

    [Fact]
    public void Arrays_are_equal_when_their_elements_are()
    {
        EquatableArray<string> left = ["a", "b"];
        EquatableArray<string> right = ["a", "b"];
        EquatableArray<string> other = ["b", "a"];

        Assert.True(left == right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.True(left != other);
        Assert.True(default(EquatableArray<string>) == []);
    }
}
