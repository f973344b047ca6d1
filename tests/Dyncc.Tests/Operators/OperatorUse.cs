using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Operators;

/// <summary>An operator as it occurs in a case: with its options, its operands' types and its results'.</summary>
/// <param name="HasNan">Whether the case's inputs and weights hold NaN, and likewise infinities.</param>
internal sealed record OperatorUse(
    Operator Operator,
    IReadOnlyList<TensorType> Operands,
    IReadOnlyList<TensorType> Results,
    bool HasNan,
    bool HasInfinity,
    bool IsLayer
)
{
    private static readonly string[] AxisOptions = ["axis", "axes", "a", "b"];

    /// <summary>The uses of an operator in its own cases.</summary>
    public static IReadOnlyList<OperatorUse> Of(OperatorDefinition definition) =>
        [.. OperatorCase.Read(definition.Name).Where(c => c.Error is null).SelectMany(c => In(c, definition))];

    /// <summary>Whether an author names axes by number.</summary>
    public static bool HasAxes(OperatorDefinition definition) =>
        definition.InLanguage && definition.Attributes.Any(a => AxisOptions.Contains(a.Name));

    public bool Gives(string option) => Operator.Attributes.Any(a => a.Name == option);

    public bool HasNegativeAxis => Operator.Attributes.Any(a => AxisOptions.Contains(a.Name) && Integers(a.Value).Any(i => i < 0));

    public bool Broadcasts => Operands.Select(o => o.Shape).Distinct().Count() > 1;

    public bool HasNothing => Operands.Concat(Results).Any(t => t.Count == 0);

    /// <summary>Whether an operand, or a result where there is none, has one element.</summary>
    public bool HasOne => (Operands.Count > 0 ? Operands : Results).Any(t => t.Count == 1);

    private static IEnumerable<OperatorUse> In(OperatorCase of, OperatorDefinition definition)
    {
        OperatorModel model = OperatorModel.Compile(of, "Case", new DiagnosticBag())!;
        string[] words = [.. of.Weights.Values.Concat(of.Samples.SelectMany(s => s.Values)).SelectMany(t => t.Split(' '))];
        foreach (Function function in model.Bound.Functions)
        {
            var types = function
                .Body.AllNodes()
                .SelectMany(n => n.Results.Concat(n.Bodies.SelectMany(b => b.Parameters)))
                .Concat(function.Inputs)
                .ToDictionary(d => d.Id, d => d.Type);
            foreach (Node node in function.Body.AllNodes().Where(n => n.Operator.Definition == definition))
                yield return new OperatorUse(
                    node.Operator,
                    [.. node.Inputs.Select(i => types[i])],
                    [.. node.Results.Select(r => r.Type)],
                    words.Contains("nan"),
                    words.Contains("inf") || words.Contains("-inf"),
                    of.Model.Contains("layer ", StringComparison.Ordinal)
                );
        }
    }

    private static IEnumerable<long> Integers(AttributeValue value) =>
        value switch
        {
            AttributeValue.Integer i => [i.Value.Value],
            AttributeValue.List list => list.Items.SelectMany(Integers),
            _ => [],
        };
}
