using System.Text.RegularExpressions;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Operators;

/// <summary>That no operator lacks a case, and none of its cases a side: a new operator fails here until it is tested.</summary>
public partial class OperatorCoverageTests
{
    // Made by the compiler, or structure around operators: tests/programs runs those.
    private static readonly OperatorDefinition[] NotCalled =
    [
        Map.Operator,
        SizeValue.Operator,
        Weight.Operator,
        Call.Operator,
        If.Operator,
        Switch.Operator,
        Loop.Operator,
        With.Operator,
        // What `quantize: i8` makes of a layer: QuantizeTests.
        QuantizedLinear.Operator,
        QuantizedConv2d.Operator,
        QuantizeRows.Operator,
        LinearI8.Operator,
        Conv2dI8.Operator,
    ];

    private static IEnumerable<OperatorDefinition> Written => OperatorCatalog.All.Except(NotCalled);

    public static TheoryData<string> Names => [.. Written.Select(d => d.Name)];

    [Fact]
    public void Every_operator_that_an_author_can_write_has_cases() =>
        Assert.Equal(Written.Select(d => d.Name).Order(StringComparer.Ordinal), OperatorCase.Operators);

    [Fact]
    public void The_page_of_operators_and_targets_is_up_to_date()
    {
        string page = Path.Combine(Repository.Root, "docs", "operators.md");
        string printed = OperatorTable.Print(Written);
        if (Environment.GetEnvironmentVariable("DYNCC_UPDATE_GOLDEN") == "1")
            File.WriteAllText(page, printed);
        Assert.Equal(File.ReadAllText(page), printed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_cases_show_every_side_of_an_operator(string name)
    {
        OperatorDefinition definition = OperatorCatalog.Find(name)!;
        IReadOnlyList<OperatorUse> uses = OperatorUse.Of(definition);
        var missing = new List<string>();
        void Require(string side, bool applies, Func<OperatorUse, bool> shows)
        {
            if (applies && !uses.Any(shows))
                missing.Add(side);
        }

        bool isRefusedAtZero = OperatorCase.Read(name).Any(c => c.Error is not null && SizeZero().IsMatch(c.Model));
        Require("size 0", !isRefusedAtZero && definition != Constant.Operator, u => u.HasNothing);
        Require("size 1", true, u => u.HasOne);
        bool hasAxes = OperatorUse.HasAxes(definition);
        Require("a negative axis", hasAxes, u => u.HasNegativeAxis);
        Require("an axis from the front", hasAxes, u => !u.HasNegativeAxis);
        bool isPair = uses[0].Operator is Elementwise && definition.Values.Count() > 1;
        Require("broadcasting", isPair || definition == Matmul.Operator, u => u.Broadcasts);
        bool takesFloats = uses.Any(u => u.Operands.Any(o => o.Element == ElementType.F32));
        Require("NaN", takesFloats, u => u.HasNan);
        Require("an infinity", takesFloats, u => u.HasInfinity);
        foreach (Parameter.Attribute option in definition.Attributes)
            Require($"{option.Name} given", true, u => u.Gives(option.Name));
        foreach (Parameter.Attribute option in definition.Attributes.Where(a => !a.IsRequired))
            Require($"{option.Name} left out", true, u => !u.Gives(option.Name));
        int required = definition.Values.Count(v => v.Arity == Arity.One);
        Require("all operands", definition.Values.All(v => v.Arity != Arity.List), u => u.Operands.Count == definition.Values.Count());
        Require("no optional operand", definition.Values.Any(v => v.Arity == Arity.Optional), u => u.Operands.Count == required);
        Require("as a layer", definition.Layer is not null, u => u.IsLayer);
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"[\[ ]0[,\]]")]
    private static partial Regex SizeZero();
}
