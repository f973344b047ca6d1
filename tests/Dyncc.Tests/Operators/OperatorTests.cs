using DynCompile.Diagnostics;
using DynCompile.Tensors;

namespace DynCompile.CommandLine.Tests.Operators;

/// <summary>Every operator by numbers from PyTorch, or from the language's own rule, in small programs on both targets.</summary>
public class OperatorTests
{
    public static TheoryData<string> Operators => [.. OperatorCase.Operators];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Both_targets_give_the_expected_numbers_alone_and_in_a_batch(string name)
    {
        var problems = new List<string>();
        var models = new List<(OperatorCase Case, OperatorModel Model)>();
        foreach (OperatorCase of in OperatorCase.Read(name))
        {
            var diagnostics = new DiagnosticBag();
            OperatorModel? model = OperatorModel.Compile(of, $"Case{models.Count}", diagnostics);
            string ids = string.Join(" ", diagnostics.Sorted().Where(d => d.Severity == Severity.Error).Select(d => d.Id));
            if (ids != (of.Error ?? ""))
                problems.Add($"{of.Model}\n    gives {ids}, expected {of.Error ?? "none"}: {string.Join(" ", diagnostics.Sorted())}");
            else if (model is not null)
                models.Add((of, model));
        }
        byte[] assembly = InMemoryCompiler.Compile([.. models.Select(m => m.Model.Code)]);
        Dictionary<string, Type> classes = InMemoryCompiler.LoadAll(assembly).ToDictionary(t => t.Namespace!);
        for (int i = 0; i < models.Count; i++)
            problems.AddRange(Problems(models[i].Case, models[i].Model, classes[$"Case{i}"]));
        Assert.True(problems.Count == 0, $"{problems.Count} problems\n{string.Join("\n", problems)}");
    }

    private static IEnumerable<string> Problems(OperatorCase of, OperatorModel model, Type compiled)
    {
        Tensor[][] expected = [.. model.Expected];
        Tensor[][] single = [.. model.Run(compiled, batch: 1)];
        Tensor[][] three = [.. model.Run(compiled, batch: 3)];
        Tensor[][] interpreted = [.. model.Interpreted()];
        for (int s = 0; s < expected.Length; s++)
        for (int r = 0; r < expected[s].Length; r++)
        {
            string place = $"{of.Model}\n    sample {s}, result {r}";
            if (NumberText.Difference(expected[s][r], interpreted[s][r]) is { } wrong)
                yield return $"{place}, interpreter: {wrong}";
            if (NumberText.Difference(expected[s][r], single[s][r]) is { } different)
                yield return $"{place}, cpu: {different}";
            if (!single[s][r].Bytes.Span.SequenceEqual(three[s][r].Bytes.Span))
                yield return $"{place}, cpu: not the same bytes in a batch of 3";
        }
    }
}
