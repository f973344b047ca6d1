using DynCompile.Syntax;
using FsCheck;

namespace DynCompile.Fuzzing.Programs.Rules;

/// <summary>One way to write an expression of some types.</summary>
/// <param name="Name">The operator that it is about.</param>
/// <param name="Makes">Whether it makes a type.</param>
/// <param name="Write">The expression; called only for types that it makes.</param>
/// <param name="Weight">How likely it is among the others that make a type.</param>
internal sealed record Rule(string Name, Func<WrittenType, Scope, bool> Makes, Func<Goal, Gen<Expression>> Write, int Weight = 2)
{
    public Rule(string name, Func<WrittenType, bool> makes, Func<Goal, Gen<Expression>> write, int weight = 2)
        : this(name, (type, _) => makes(type), write, weight) { }
}
