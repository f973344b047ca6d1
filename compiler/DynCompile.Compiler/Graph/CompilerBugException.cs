namespace DynCompile.Graph;

/// <summary>An invariant of the compiler itself does not hold: never the user's mistake.</summary>
/// <param name="id">The diagnostic's id, from DYN9001 on.</param>
/// <param name="place">The pass, or the step of the compilation, after which it was found.</param>
/// <param name="subject">What breaks the rule: a node, as the text form shows it, or a function.</param>
/// <param name="rule">The broken rule with its values.</param>
/// <param name="dump">The whole graph; for a report, not for the message.</param>
public sealed class CompilerBugException(string id, string place, string subject, string rule, string dump)
    : Exception($"{id}: after {place}: {rule}, in `{subject}`")
{
    public string Id => id;
    public string Place => place;
    public string Subject => subject;
    public string Rule => rule;
    public string Dump => dump;
}
