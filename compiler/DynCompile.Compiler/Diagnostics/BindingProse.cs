using System.Globalization;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>The words for DYN0100–0199 and DYN0012; those on values and sizes are in <see cref="ValueProse"/>, on operators in <see cref="OperatorProse"/>.</summary>
internal static class BindingProse
{
    public static Wording? Of(Diagnostic diagnostic) =>
        diagnostic switch
        {
            UnknownName { File: { } file } e => new($"nothing here is called `{e.Name}`") { Hint = HintForImport(e.Name, file) },
            UnknownName e => new($"nothing here is called `{e.Name}`") { Hint = UnknownNames.HintForName(e.Name, e.Nearest) },
            AlreadyDeclared e when e.First == e.Location && e.Name == ModelGraph.ExitResultName => new(
                "a model with exits has a result `exit` already"
            )
            {
                Why = "the number of the exit taken is a result of its own, `exit: i32`.",
                Hint = "choose another name for this result.",
            },
            AlreadyDeclared e => new($"`{e.Name}` is declared twice")
            {
                Why = "a name that is visible is not declared again; scope is the `{ }`.",
                Hint = $"choose another name, or declare the first one with `var` and assign: `{e.Name} = …`.",
                Notes = e.First == e.Location ? [] : [new(e.First, "first here")],
            },
            NotAValue { Kind: "not a layer" } e => new($"`{e.Name}` is not a layer")
            {
                Why = "`.` takes a weight of a layer, as in `embed.weight`.",
            },
            NotAValue e => new($"{e.Name.InCode()} is {(IsElement(e) ? "a layer" : e.Kind.WithArticle())}, not a value")
            {
                Hint = HintForUse(e),
            },
            NotCallable e => new($"{Excerpt.Of(e.Location).InCode()} cannot be called")
            {
                Label = e.Kind?.WithArticle(),
                Why = "operators, layers and helpers (`fn`) are called.",
                Hint = HintForCall(e),
            },
            TooManyArguments e when e.Given <= e.Most => new($"`{e.Callee}(…)` converts one value") { Hint = $"write `{e.Callee}(x)`." },
            TooManyArguments e => new($"`{e.Callee}` takes {Most(e.Most)} without a name, but {Given(e.Given)}")
            {
                Label = "one too many",
                Hint = HintForExcess(e.Callee),
            },
            UnknownArgument e => new($"`{e.Callee}` has no argument `{e.Name}`") { Hint = UnknownNames.HintForArgument(e.Name, e.Known) },
            MissingArgument e => new($"`{e.Callee}` needs `{e.Name}`")
            {
                Why = IsLayerWeight(e)
                    ? "in an expression an operator takes data, then weights; after `layer name =` it takes sizes."
                    : null,
                Hint = HintForMissing(e),
            },
            WrongArgument { Expected: "one value" } e => new($"`{e.Name}` of `{e.Callee}` is given twice")
            {
                Why = "arguments without names come first, in the order of the definition.",
                Hint = "leave out one of the two.",
            },
            WrongArgument e => new($"`{e.Name}` of `{e.Callee}` takes {e.Expected}, but this is {e.Given}")
            {
                Label = e.Given == Excerpt.Of(e.Location) ? null : e.Given,
                Why = e.Expected.StartsWith("a list", StringComparison.Ordinal)
                    ? null
                    : "the options of operators and layers are fixed when the model is compiled.",
                Hint = HintForArgumentValue(e),
            },

            AssignmentToFixed e => new($"`{e.Name}` is {e.Kind.WithArticle()} and cannot change")
            {
                Why = "only a `var` changes.",
                Hint = HintForAssignment(e),
                Notes = [new(e.Declared, "declared here")],
            },
            WrongTargetCount { Values: 1 } e => new($"{Prose.Count(e.Targets, "name")} for one value")
            {
                Why = "several names take the results of an operator or block that has several, such as `chunk` and `topk`.",
            },
            WrongTargetCount e => new($"{Prose.Count(e.Targets, "name")} for {e.Values} values")
            {
                Why = "every value gets a name, or `_`, which drops it.",
                Hint = $"write `{TargetsFor(e)} = …`.",
            },
            SeveralValues e => new($"several values, {e.Actual}, where one is needed")
            {
                Label = e.Actual,
                Why = "tuples are not values: their parts get names first.",
                Hint = $"write `let (a, _) = {Excerpt.Of(e.Location)}` and use `a` here.",
            },
            UpdateOfRange e => new($"a range of `{e.Name}` cannot be assigned")
            {
                Why = "an assignment changes one element or one row: each index is a single one.",
                Hint = $"assign in a loop, `{e.Name}[i] = …`, or build all anew with `concat([…])`.",
            },

            MissingReturn e => new($"`{e.Name}` can end without a `return`")
            {
                Why = "every path returns, because the results must have values.",
                Hint = "end the body with `return …`.",
            },
            UnreachableCode e => new("this never runs")
            {
                Why = e.Because == "every path above" ? "every path above leaves." : $"the `{e.Because}` above always leaves.",
                Hint =
                    e.Because == "exit"
                        ? "give the exit a condition, `exit … when c`, or remove what follows it."
                        : "remove it, or put it before.",
            },
            WrongResultCount e => new(
                $"this {e.Statement} carries {Prose.Count(e.Given, "value")} for {Prose.Count(e.Results.Length, "result")}"
            )
            {
                Why = $"every {e.Statement} carries all results: {Prose.AllOf(e.Results)}.",
                Hint = $"write `{e.Statement} {ResultsOf(e)}`.",
            },
            LoopWithoutLimit e => new($"this `{e.Loop}` has no limit")
            {
                Why = "data decides how often it runs, and no loop runs for ever: reaching the limit just ends it.",
                Hint =
                    $"write `{(e.Loop == "for" ? "for i in" : e.Loop)} {Excerpt.Of(e.Location)} limit 100 {{ … }}`, with the most iterations that make sense.",
            },

            UnknownConstructor { File: { } file } e => new($"there is no layer or block `{e.Name}`") { Hint = HintForImport(e.Name, file) },
            UnknownConstructor e => new($"there is no layer or block `{e.Name}`")
            {
                Hint = UnknownNames.HintForConstructor(e.Name, e.Nearest),
            },
            RecursiveBlock e => new($"`{e.Name}` calls itself")
            {
                Why = "blocks and helpers do not recurse, so that all sizes and all memory are known when the model is compiled.",
                Hint = "write a loop, `while c limit 100 { … }`, or an array of layers, `layer parts[4] = …`.",
            },
            WrongLayerIndices { Dimensions: 0 } e => new($"`{e.Layer}` is a single layer and has no elements")
            {
                Hint = $"write `{e.Layer}(…)`, or declare an array: `layer {e.Layer}[8] = …`.",
            },
            WrongLayerIndices e => new($"`{e.Layer}` takes {Indices(e.Dimensions)}, but {Given(e.Given)}")
            {
                Why = "an array of layers is not called; each of its elements is a layer.",
                Hint = $"write `{e.Layer}[{string.Join(", ", new[] { "i", "j", "k", "l" }.Take(e.Dimensions))}](…)`.",
            },
            WeightConflict e => new($"the weight `{e.Path}` would be {e.Second}, but at {e.FirstPlace} it is {e.First}")
            {
                Label = e.Second.ToString(),
                Why = "the sizes of a layer's weights come from its calls, and every call must imply the same.",
                Hint = "give this call a layer of its own, or bring its input to the size of the first one's.",
            },
            UnknownWeight { Known.IsEmpty: true } e => new($"the weights of `{e.Layer}` are not known here")
            {
                Why =
                    "a layer's weights get their sizes from its first call, which must come before; a block's layers keep theirs to themselves.",
                Hint = $"call `{e.Layer}` above this line.",
            },
            UnknownWeight e => new($"`{e.Layer}` has no weight `{e.Member}`") { Hint = $"it has {Prose.AllOf(e.Known)}." },
            BadPath e => new($"`{e.Path}` is not a path of weights")
            {
                Why = "a path is names and numbers with single dots between them, as in the weight file.",
                Hint = "write, for example, `from \"features.0\"`.",
            },
            ModelTooLarge e => new($"the model has more than {e.Most.ToString("N0", CultureInfo.InvariantCulture)} {e.What}")
            {
                Why = "helpers are written out at each call, blocks for each set of sizes, and an array of blocks has the weights of all.",
                Hint = "call a block or helper in fewer ways, or make arrays of layers shorter.",
            },

            BadElastic e => new($"the elastic size `{e.Name}` {e.Problem}")
            {
                Why = "an elastic size has a list of different whole numbers, or a range of them; `a..b` excludes b.",
                Hint = $"write `elastic {e.Name} in [16, 32]` or `elastic {e.Name} in 1..=3`.",
            },
            ElasticBorder e => new($"the type of `{e.Name}` names the elastic size `{e.Elastic}`")
            {
                Why = "a model's inputs and results have the same sizes in every sub-network.",
                Hint = $"write a number here; layers inside may be `linear({e.Elastic})`.",
            },
            NotElastic e => new($"`{e.Name}` is not an elastic size")
            {
                Why = "`with` chooses an elastic size for the lines inside it.",
                Hint = e.Elastics.IsEmpty ? $"declare it: `elastic {e.Name} in [16, 32]`." : $"elastic here: {Prose.AllOf(e.Elastics)}.",
            },
            StateChangesSometimes e => new($"`{e.Layer}` keeps state, and {e.Place} may be skipped or run again")
            {
                Label = "changes the state",
                Why = "state changes only where statements say so, in their order.",
                Hint = $"call it in a `let` of its own before: `let z = {e.Layer}(…)`.",
            },
            StateConflict e => new($"this call wants the state `{e.State}` to be {e.Second}, an earlier one {e.First}")
            {
                Why = "a layer keeps one state, whatever calls it.",
                Hint = "call the layer with values of one shape, or declare a layer for each shape.",
            },
            BadBound e => new($"{Excerpt.Of(e.Location).InCode()} is no bounded size: {e.Rule}")
            {
                Why = "a bounded size is a name that each sample of the model gives a value, and the largest that it may be.",
                Hint = "write `tokens: i32[T <= 512]` for an input of the model, and only `T` in other types.",
            },
            NotOnTarget e => new($"the {e.Target} target cannot run {e.Feature}")
            {
                Why = "a target refuses what it has no way to run; nothing is run in another way in silence.",
                Hint = "`-t interpreter` runs every model.",
            },
            NoModel => new("this file has no model")
            {
                Why = "blocks and helpers run as parts of a model; a file without one is for other files to import.",
                Hint = "add `model Name(x: f32[4]) -> (y: f32[4]) { return … }`.",
            },
            OperatorMismatch e => OperatorProse.Of(e),
            _ => ValueProse.Of(diagnostic),
        };

    // ---- how words are joined

    private static string Most(int count) => count == 0 ? "no value" : $"at most {Prose.Count(count, "value")}";

    private static string Indices(int count) => count == 1 ? "1 index" : $"{count} indices";

    private static string Given(int count) =>
        count switch
        {
            0 => "none is given",
            1 => "1 is given",
            _ => $"{count} are given",
        };

    // ---- hints

    // experts[0] is a layer, though `experts` is an array.
    private static bool IsElement(NotAValue e) => e.Kind == "array of layers" && e.Name.EndsWith("]", StringComparison.Ordinal);

    private static string HintForImport(string name, string file) =>
        $"`{name}` is in `{file}`; a file sees the names of the files that it imports itself, so import that one here.";

    private static string? HintForUse(NotAValue e) =>
        e.Kind switch
        {
            "operator" or "layer" or "fn" => $"call it: `{e.Name}(x)`, or `x |> {e.Name}`.",
            _ when IsElement(e) => $"call it: `{e.Name}(x)`.",
            "array of layers" => $"choose one and call it: `{e.Name}[i](x)`.",
            "block" => $"make a layer of it, `layer name = {e.Name}(…)`, and call the layer.",
            "a type" => $"types stand in calls such as `zeros({e.Name})`.",
            "a pattern" => $"patterns stand in layers: `linear(64, sparse: {e.Name})`.",
            _ => null,
        };

    private static string? HintForCall(NotCallable e)
    {
        string code = Excerpt.Of(e.Location);
        return e.Kind switch
        {
            "block" => $"make a layer of it, `layer name = {code}(…)`, and call the layer.",
            null => null,
            _ => $"`{code} * (…)` multiplies; `{code}[i]` takes an element.",
        };
    }

    private static string? HintForExcess(string callee) =>
        OperatorCatalog.Find(callee) is not { } known ? null
        : known.Values.Any(v => v.Arity == Arity.List) ? $"tensors stand in a list: `{callee}([a, b])`."
        : $"its arguments: {Prose.AllOf([.. known.Parameters.Select(p => p.Name)])}.";

    private static bool IsLayerWeight(MissingArgument e) =>
        OperatorCatalog.Find(e.Callee) is { Layer: { } layer } known
        && known.Values.Any(v => v.Name == e.Name)
        && layer.Data.All(d => d != e.Name);

    private static string? HintForMissing(MissingArgument e)
    {
        if (IsLayerWeight(e))
            return $"declare `layer name = {e.Callee}(…)` and write `x |> name`.";
        OperatorDefinition? known = OperatorCatalog.Find(e.Callee);
        Parameter.Attribute? attribute =
            known?.Layer?.Parameters.FirstOrDefault(p => p.Name == e.Name) ?? known?.Attributes.FirstOrDefault(p => p.Name == e.Name);
        string? value = attribute?.Kind switch
        {
            AttributeKind.Size or AttributeKind.Integer or AttributeKind.Pair => "3",
            AttributeKind.Sizes or AttributeKind.Integers => "[0, 1]",
            AttributeKind.TensorType => "f32[4]",
            _ => null,
        };
        return value is null ? null : $"write, for example, `{e.Callee}(…, {e.Name}: {value})`.";
    }

    private static string? HintForArgumentValue(WrongArgument e)
    {
        bool takesList = OperatorCatalog.Find(e.Callee)?.Values.Any(v => v.Arity == Arity.List) == true;
        if (takesList && Conversion.Parts(e.Given).Shape.Length > 0)
            return $"write `{e.Callee}([{Excerpt.Of(e.Location)}, …])`.";
        if (e.Expected.StartsWith("a constant integer", StringComparison.Ordinal) && e.Given.EndsWith(".0", StringComparison.Ordinal))
            return $"write `{e.Given.Substring(0, e.Given.Length - 2)}`.";
        return e.Expected == "a size" ? "write a number, or a size declared with `elastic`." : null;
    }

    private static string? HintForAssignment(AssignmentToFixed e) =>
        e.Kind switch
        {
            "let" => $"declare it with `var {e.Name} = …`.",
            "elastic size" => $"`with {e.Name} = … {{ … }}` chooses it for the lines inside.",
            "input" or "param" or "loop variable" => $"copy it first: `var changed = {e.Name}`.",
            _ => null,
        };

    private static string TargetsFor(WrongTargetCount e)
    {
        string[] names = e.Targets == 1 ? [Excerpt.Of(e.Location)] : ["a", "b", "c", "d"];
        IEnumerable<string> targets = Enumerable.Range(0, e.Values).Select(i => i < Math.Min(e.Targets, names.Length) ? names[i] : "_");
        string text = e.Location.Text;
        string word =
            text[0] == '(' ? ""
            : text.StartsWith("var", StringComparison.Ordinal) ? "var "
            : "let ";
        return $"{word}({string.Join(", ", targets)})";
    }

    private static string ResultsOf(WrongResultCount e)
    {
        string[] names =
        [
            .. e.Results.Select((result, i) => result.IndexOf(':') is > 0 and var colon ? result.Substring(0, colon) : $"value{i}"),
        ];
        return names.Length == 1 ? names[0] : $"({string.Join(", ", names)})";
    }

    // ---- grammar

    private static string InCode(this string name) => $"`{name}`";

    private static string WithArticle(this string kind) =>
        kind switch
        {
            "fn" => "a helper",
            "let" or "var" or "param" => $"a `{kind}`",
            _ when kind.StartsWith("a ", StringComparison.Ordinal) => kind,
            _ => (kind[0] is 'a' or 'e' or 'i' or 'o' ? "an " : "a ") + kind,
        };
}
