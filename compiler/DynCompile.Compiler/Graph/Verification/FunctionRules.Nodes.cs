using DynCompile.Graph.Operators;
using DynCompile.Text;

namespace DynCompile.Graph.Verification;

internal sealed partial class FunctionRules
{
    private void CheckNode(Node node, Place place)
    {
        Subject subject = node;
        EquatableArray<TensorType> inputs = TypesOf(node.Inputs, subject);
        CheckArity(node, subject);
        CheckAttributes(node, subject);
        // A `with` names the size that it binds itself.
        if (node.Operator is not With)
            CheckSymbols(SymbolsOf.Operator(node.Operator));
        EquatableArray<TensorType> results = [.. node.Results.Select(r => r.Type)];
        switch (node.Operator)
        {
            case If:
                RequireType(TensorType.Bool, inputs[0], "the condition", subject);
                RequireBodies(node, 2, parameters: [], subject);
                foreach (Body body in node.Bodies)
                    CheckBody(body, place with { Yields = results }, subject);
                break;
            case Loop loop:
                CheckLoop(loop, node, inputs, results, subject);
                break;
            case Switch choice:
                CheckSwitch(choice, node, inputs, results, place, subject);
                break;
            case With with:
                CheckWith(with, node, inputs, results, place, subject);
                break;
            case Call call:
                CheckCall(call, node, inputs, results, subject);
                break;
            case Weight weight:
                RequireBodies(node, 0, [], subject);
                if (RequireIndices(weight.Path, inputs, subject) != inputs.Length)
                    throw new BrokenRuleException(subject, $"{weight.Path} takes one index for each hole, not {inputs.Length}");
                RequireTypes([weight.ReadType], results, "weight", subject);
                break;
            default:
                CheckOperator(node, inputs, results, subject);
                break;
        }
    }

    private static void CheckArity(Node node, Subject subject)
    {
        int count = node.Inputs.Length;
        List<Parameter.Value> values = [.. node.Operator.Definition.Values];
        if (values.Any(v => v.Arity == Arity.List))
            return;
        int least = values.Count(v => v.Arity == Arity.One);
        if (count < least || count > values.Count)
            throw new BrokenRuleException(subject, $"{node.Operator.Name} takes {least} to {values.Count} inputs, not {count}");
    }

    private static void CheckAttributes(Node node, Subject subject)
    {
        OperatorDefinition definition = node.Operator.Definition;
        var given = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        foreach (NamedAttribute attribute in node.Operator.Attributes)
        {
            if (definition.AllAttributes.All(a => a.Name != attribute.Name) || given.ContainsKey(attribute.Name))
                throw new BrokenRuleException(subject, $"{attribute.Name} is no attribute of {definition.Name}, or is given twice");
            given.Add(attribute.Name, attribute.Value);
        }
        if (definition.Attributes.FirstOrDefault(a => a.IsRequired && !given.ContainsKey(a.Name)) is { } missing)
            throw new BrokenRuleException(subject, $"{definition.Name} needs its attribute {missing.Name}");
        if (!definition.Create(given).Equals(node.Operator))
            throw new BrokenRuleException(subject, $"the attributes of {definition.Name} do not make the same operator again");
    }

    private static void CheckOperator(Node node, EquatableArray<TensorType> inputs, EquatableArray<TensorType> results, Subject subject)
    {
        RequireBodies(node, 0, [], subject);
        Inference inference = node.Operator.Infer(inputs);
        if (inference.Problem is { } problem)
            throw new BrokenRuleException(subject, $"{node.Operator.Name} does not take ({string.Join(", ", inputs)}): {problem}");
        RequireTypes(inference.Types, results, node.Operator.Name, subject);
    }

    // The condition runs before each iteration and decides nothing but whether it comes; jumps belong to the body.
    private void CheckLoop(Loop loop, Node node, EquatableArray<TensorType> inputs, EquatableArray<TensorType> results, Subject subject)
    {
        RequireTypes(inputs, results, "loop", subject);
        RequireBodies(node, loop.HasCondition ? 2 : 1, [TensorType.I32(), .. inputs], subject);
        if (loop.Limit.Smallest < 0)
            throw new BrokenRuleException(subject, $"the limit {loop.Limit} may be negative");
        if (loop.HasCondition)
            CheckBody(node.Bodies[0], new Place([TensorType.Bool], Carried: null, MayLeave: false), subject);
        CheckBody(node.Bodies[^1], new Place(Yields: null, inputs, MayLeave: true), subject);
    }

    private void CheckSwitch(
        Switch choice,
        Node node,
        EquatableArray<TensorType> inputs,
        EquatableArray<TensorType> results,
        Place place,
        Subject subject
    )
    {
        if (!IsIndex(inputs[0]))
            throw new BrokenRuleException(subject, $"the index is {inputs[0]}, no scalar integer");
        if (choice.Count < 1)
            throw new BrokenRuleException(subject, $"a switch of {choice.Count} chooses nothing");
        RequireBodies(node, 1, [TensorType.I32()], subject);
        CheckBody(node.Bodies[0], place with { Yields = results }, subject);
    }

    private void CheckWith(
        With with,
        Node node,
        EquatableArray<TensorType> inputs,
        EquatableArray<TensorType> results,
        Place place,
        Subject subject
    )
    {
        if (!IsIndex(inputs[0]))
            throw new BrokenRuleException(subject, $"the size is {inputs[0]}, no scalar integer");
        if (_graph.Elastics.All(e => e.Symbol != with.Elastic) && !_graph.Bounds.Sizes.Contains(with.Elastic))
            throw new BrokenRuleException(subject, $"{with.Elastic} is no elastic or bounded size of the model");
        if (!with.Bound.Values.SequenceEqual(with.Elastic.Values))
            throw new BrokenRuleException(subject, $"{with.Bound} does not have the values of {with.Elastic}");
        if (results.Any(r => r.Symbols.Contains(with.Bound)))
            throw new BrokenRuleException(subject, $"a result names {with.Bound}, which has no value outside");
        if (!_bound.Add(with.Bound))
            throw new BrokenRuleException(subject, $"{with.Bound} has a value here already");
        RequireBodies(node, 1, [], subject);
        CheckBody(node.Bodies[0], place with { Yields = results }, subject);
        _bound.Remove(with.Bound);
    }

    private void CheckCall(Call call, Node node, EquatableArray<TensorType> inputs, EquatableArray<TensorType> results, Subject subject)
    {
        RequireBodies(node, 0, [], subject);
        if (!_earlier.TryGetValue(call.Function, out FunctionBorder? callee))
            throw new BrokenRuleException(subject, $"{call.Function} is no earlier function");
        int holes = RequireIndices(call.Path, inputs, subject);
        RequireTypes([.. callee.Function.Inputs.Select(i => i.Type)], [.. inputs.Skip(holes)], $"call of {call.Function}", subject);
        RequireTypes([.. callee.Function.Results.Select(r => r.Type)], results, $"declared type of {call.Function}", subject);
        CheckSymbols(callee.FreeSymbols);
    }

    private static int RequireIndices(WeightPath path, EquatableArray<TensorType> inputs, Subject subject)
    {
        int holes = path.HoleCount;
        if (inputs.Length < holes || inputs.Take(holes).Any(i => !IsIndex(i)))
            throw new BrokenRuleException(subject, $"{path} needs {holes} scalar indices before other inputs");
        if (path.HoleCounts.Any(c => c < 1))
            throw new BrokenRuleException(subject, $"{path} chooses from nothing");
        return holes;
    }

    private static void RequireBodies(Node node, int count, EquatableArray<TensorType> parameters, Subject subject)
    {
        if (node.Bodies.Length != count)
            throw new BrokenRuleException(subject, $"{node.Operator.Name} has {count} bodies here, not {node.Bodies.Length}");
        foreach (Body body in node.Bodies)
            RequireTypes(parameters, [.. body.Parameters.Select(p => p.Type)], "list of parameters", subject);
    }
}
