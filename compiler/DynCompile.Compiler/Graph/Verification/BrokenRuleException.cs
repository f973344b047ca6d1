namespace DynCompile.Graph.Verification;

/// <summary>Leaves the rules at the first one that does not hold.</summary>
internal sealed class BrokenRuleException(Subject subject, string rule) : Exception(rule)
{
    public string Subject => subject.ToString();
}
