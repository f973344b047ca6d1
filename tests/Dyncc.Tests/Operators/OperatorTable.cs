using System.Text;
using System.Text.RegularExpressions;
using DynCompile.Backends.CSharp;
using DynCompile.Graph;
using DynCompile.Onnx;

namespace DynCompile.CommandLine.Tests.Operators;

/// <summary>The table of operators and targets, from what the operators and the targets declare.</summary>
internal static partial class OperatorTable
{
    private const string Head = """
        # Operators

        Every operator, how it is called, and how each target runs it. This page is written by a test from the operators' own declarations.

        - *Call*: `x?` may be left out, `name: value` is an option with its default, `name:` must be given. Options may be given by place, too.
        - *Layer*: what stands after `layer n =`; the weights are `n.weight` and so on, and a call takes the data alone.
        - *For example*: a line of a model with the types that go in and come out. Shapes have no batch axis; channels come first.
        - *interpreter*: the reference evaluation, which every other target is compared with.
        - *cpu*: `kernel` is a kernel of the runtime, `loop` a loop that is emitted and fused with its neighbours, `view` another name for the
          same elements, `=` a composition of the operators behind it. What a target refuses of an operator is said there.
        - *onnx*: whether `build -t onnx` has ONNX nodes for it, or for all of its parts.

        The meaning is PyTorch's, in eval mode; indices are checked, and one that is out of range is a fault. An operand with no elements is
        allowed wherever the result can be told.

        | operator | meaning | call | layer | for example | interpreter | cpu | onnx |
        | --- | --- | --- | --- | --- | --- | --- | --- |

        """;

    public static string Print(IEnumerable<OperatorDefinition> definitions)
    {
        var page = new StringBuilder(Head);
        foreach (OperatorDefinition definition in definitions)
        {
            OperatorUse use = OperatorUse.Of(definition)[0];
            string call = definition.InLanguage ? $"`{definition.Name}({Parameters(definition.Parameters)})`" : "";
            string layer = definition.Layer is { } form ? $"`{definition.Name}({Parameters(form.Parameters)})`" : "";
            page.Append(
                $"| `{definition.Name}` | {definition.Summary} | {call} | {layer} | {Example(definition)} | yes | {OnCpu(use)} | {OnOnnx(use)} |\n"
            );
        }
        return page.ToString();
    }

    private static string Parameters(IEnumerable<Parameter> parameters) => string.Join(", ", parameters.Select(Spelt));

    /// <summary>The first program that PyTorch's numbers hold for, so that the types are those that were computed.</summary>
    private static string Example(OperatorDefinition definition)
    {
        string model = OperatorCase.Read(definition.Name).First(c => c.Error is null).Model;
        Match parts = ModelText().Match(model);
        string inputs = parts.Groups["inputs"].Value;
        string given = inputs.Length == 0 ? "" : $" of `{inputs}`";
        return $"`{parts.Groups["body"].Value}`{given} is `{parts.Groups["results"].Value}`";
    }

    [GeneratedRegex(@"^model M\((?<inputs>.*)\) -> \((?<results>.*?)\) \{ (?<body>.*) \}$")]
    private static partial Regex ModelText();

    private static string Spelt(Parameter parameter) =>
        parameter switch
        {
            Parameter.Value { Arity: Arity.Optional } value => $"{value.Name}?",
            Parameter.Value { Arity: Arity.List } value => $"[{value.Name}]",
            Parameter.Attribute { Default: { } given } option => $"{option.Name}: {given}",
            Parameter.Attribute { IsOptional: true } option => $"{option.Name}?:",
            Parameter.Attribute option => $"{option.Name}:",
            _ => parameter.Name,
        };

    private static string OnCpu(OperatorUse use)
    {
        string how =
            use.Operator is Composite composite
                ? $"= {string.Join(", ", PartsSink.Of(composite, use.Operands).Select(p => $"`{p.Name}`").Distinct())}"
            : !CSharpBackend.Has(use.Operator) ? "no"
            : use.Operator is Elementwise ? "loop"
            : use.Operator is Graph.Operators.Reshape ? "view"
            : use.Operator is Graph.Operators.Constant ? "constant"
            : "kernel";
        return CSharpBackend.LimitOf(use.Operator.Definition) is { } refused ? $"{how}; not {refused}" : how;
    }

    private static string OnOnnx(OperatorUse use)
    {
        bool has = use.Operator is Composite composite
            ? PartsSink.Of(composite, use.Operands).All(OnnxBackend.Has)
            : OnnxBackend.Has(use.Operator);
        string answer = has ? "yes" : "no";
        return OnnxBackend.LimitOf(use.Operator.Definition) is { } refused ? $"{answer}; not {refused}" : answer;
    }

    /// <summary>Collects the operators without parts that a composite one is made of.</summary>
    private sealed class PartsSink : IOperatorSink<TensorType>
    {
        private readonly List<Operator> _parts = [];

        public static IReadOnlyList<Operator> Of(Composite composite, IEnumerable<TensorType> operands)
        {
            var sink = new PartsSink();
            composite.Expand(sink, [.. operands]);
            return sink._parts;
        }

        public TensorType TypeOf(TensorType value) => value;

        public TensorType[] ApplyAll(Operator op, params TensorType[] inputs)
        {
            if (op is Composite inner)
                return inner.Expand(this, inputs);
            if (op is not Graph.Operators.Constant)
                _parts.Add(op);
            return [.. op.Infer([.. inputs]).Types];
        }
    }
}
