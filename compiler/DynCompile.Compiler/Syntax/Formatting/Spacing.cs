namespace DynCompile.Syntax.Formatting;

/// <summary>Where a space stands between two tokens of a line.</summary>
internal static class Spacing
{
    private static readonly string[] dots = ["..", "..="];

    /// <param name="before">The token before the left one; a colon means another thing behind a number.</param>
    public static bool IsNeeded(SourceToken? before, SourceToken left, SourceToken right)
    {
        if (left.Text is "(" or "[" || right.Text is ")" or "]" or "," or ":" || right.Form == TokenForm.Continuation)
            return false;
        // `1.` would begin a fraction.
        if (right.Text == ".")
            return left.Form == TokenForm.Integer;
        if (dots.Contains(right.Text))
            return left.Text == ",";
        if (left.Text == "." || left.Form == TokenForm.Sign || dots.Contains(left.Text))
            return false;
        // 2:4 is a pattern, `axis: 1` an argument.
        if (left.Text == ":")
            return before?.Form != TokenForm.Integer;
        return !IsAttached(left, right);
    }

    /// <summary>Whether a bracket that began a line belongs to the name or bracket before it: `f32[2]`, `model M(…)`.</summary>
    public static bool IsAttached(SourceToken left, SourceToken right) =>
        right.Text is "(" or "[" && (left.Form is TokenForm.Name or TokenForm.ElementType || left.Text is ")" or "]" or "by");
}
