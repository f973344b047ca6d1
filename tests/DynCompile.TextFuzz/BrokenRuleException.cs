namespace DynCompile.TextFuzz;

/// <summary>An input was read without an exception, and yet not as it must be.</summary>
internal sealed class BrokenRuleException(string rule) : Exception(rule);
