using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Passes;

/// <summary>
/// Joins elementwise operators, so that one loop over the elements does what several did:
/// <code>
/// %2 = add %0, %1 : f32[8]
/// %3 = relu %2 : f32[8]      ==>   %2 = map %0, %1 {body: (f32, f32) -> maximum(add($0, $1), 0.0)} : f32[8]
/// </code>
/// A producer joins its consumer when nobody else reads it, both have one shape and stand in one body, and it cannot fault. Scalar
/// constants become numbers of the scalar body.
/// </summary>
public sealed class FuseElementwise : Pass
{
    /// <summary>The most functions in one scalar body: beyond it, generated loops run out of registers.</summary>
    private const int MostFunctions = 64;

    /// <summary>A producer that its consumer reads several times is computed several times; so it must be cheap.</summary>
    private const int MostRepeatedFunctions = 2;

    public override string Name => "fuse-elementwise";

    public override string Summary => "Joins elementwise operators into one loop over the elements.";

    public override ModelGraph Run(ModelGraph graph) =>
        graph.Replace(f => new Rewriter(f with { Body = new Fusion(f).Fuse(f.Body) }).Rewrite());

    /// <summary>Only numbers the values again.</summary>
    private sealed class Rewriter(Function function) : FunctionRewriter(function);

    private sealed class Fusion
    {
        private readonly Dictionary<ValueId, int> _uses = [];
        private readonly Dictionary<ValueId, TensorType> _types = [];
        private readonly Dictionary<ValueId, Constant> _scalars = [];
        private readonly HashSet<ValueId> _joined = [];

        public Fusion(Function function) => Index(function.Body);

        public Body Fuse(Body body)
        {
            var producers = new Dictionary<ValueId, Node>();
            var nodes = new List<Node>();
            foreach (Node node in body.Nodes)
            {
                Node written = node.Operator is Elementwise ? Fuse(node, producers) : node with { Bodies = [.. node.Bodies.Select(Fuse)] };
                nodes.Add(written);
                if (written.Operator is Elementwise elementwise && !elementwise.CanFault(TypesOf(written)))
                    producers.Add(written.Result.Id, written);
            }
            return body with { Nodes = [.. nodes.Where(n => n.Operator is not Elementwise || !_joined.Contains(n.Result.Id))] };
        }

        private void Index(Body body)
        {
            foreach (Definition parameter in body.Parameters)
                _types.Add(parameter.Id, parameter.Type);
            foreach (Node node in body.Nodes)
            {
                foreach (Definition result in node.Results)
                    _types.Add(result.Id, result.Type);
                if (node.Operator is Constant { Type: { IsScalar: true, Element: not (ElementType.F16 or ElementType.BF16) } } constant)
                    _scalars.Add(node.Result.Id, constant);
                Count(node.Inputs);
                foreach (Body inner in node.Bodies)
                    Index(inner);
            }
            Count(body.End.Values);
        }

        private void Count(EquatableArray<ValueId> uses)
        {
            foreach (ValueId use in uses)
                _uses[use] = _uses.TryGetValue(use, out int count) ? count + 1 : 1;
        }

        private Node Fuse(Node consumer, Dictionary<ValueId, Node> producers)
        {
            var map = new MapBuilder(_types, consumer);
            Scalar body = ((Elementwise)consumer.Operator).Body(TypesOf(consumer));
            int weight = body.Weight;
            var parts = new Dictionary<ValueId, Scalar>();
            var joining = new List<ValueId>();
            foreach (ValueId input in consumer.Inputs.Distinct())
            {
                if (_scalars.TryGetValue(input, out Constant? constant))
                {
                    parts.Add(input, new Scalar.Literal(constant.Values[0], constant.Type.Element));
                }
                else if (producers.TryGetValue(input, out Node? producer) && Joins(producer, consumer, body, ref weight))
                {
                    parts.Add(input, map.BodyOf(producer));
                    joining.Add(input);
                }
            }
            // Where only numbers would be left, folding constants has the work to do.
            if (parts.Count == 0 || map.Join(body, parts) is not { } joined)
                return consumer;
            _joined.UnionWith(joining);
            return joined;
        }

        private bool Joins(Node producer, Node consumer, Scalar body, ref int weight)
        {
            ValueId value = producer.Result.Id;
            if (_uses[value] != consumer.Inputs.Count(i => i == value))
                return false;
            if (producer.Result.Type.Shape != consumer.Result.Type.Shape)
                return false;
            int reads = consumer.Inputs.Select((input, i) => input == value ? Reads(body, i) : 0).Sum();
            int own = ((Elementwise)producer.Operator).Body(TypesOf(producer)).Weight;
            if (reads > 1 && own > MostRepeatedFunctions)
                return false;
            if (weight + reads * own > MostFunctions)
                return false;
            weight += reads * own;
            return true;
        }

        private static int Reads(Scalar scalar, int argument) =>
            scalar switch
            {
                Scalar.Argument read => read.Index == argument ? 1 : 0,
                Scalar.Apply apply => apply.Arguments.Sum(a => Reads(a, argument)),
                _ => 0,
            };

        private EquatableArray<TensorType> TypesOf(Node node) => [.. node.Inputs.Select(i => _types[i])];
    }

    /// <summary>Collects the inputs of the joined operator, each once.</summary>
    private sealed class MapBuilder(IReadOnlyDictionary<ValueId, TensorType> types, Node consumer)
    {
        private readonly List<ValueId> _inputs = [];

        /// <summary>The scalar body of a producer over the joined inputs.</summary>
        public Scalar BodyOf(Node producer) =>
            ((Elementwise)producer.Operator)
                .Body([.. producer.Inputs.Select(i => types[i])])
                .Substitute(a => Argument(producer.Inputs[a.Index]));

        /// <summary>The joined node; null when it would have no inputs.</summary>
        public Node? Join(Scalar body, Dictionary<ValueId, Scalar> parts)
        {
            Scalar joined = body.Substitute(a =>
                parts.TryGetValue(consumer.Inputs[a.Index], out Scalar? part) ? part : Argument(consumer.Inputs[a.Index])
            );
            if (_inputs.Count == 0)
                return null;
            EquatableArray<ElementType> elements = [.. _inputs.Select(i => types[i].Element)];
            return consumer with { Operator = new Map(new ScalarFunctionBody(elements, joined)), Inputs = [.. _inputs] };
        }

        private Scalar.Argument Argument(ValueId input)
        {
            int index = _inputs.IndexOf(input);
            if (index < 0)
            {
                index = _inputs.Count;
                _inputs.Add(input);
            }
            return new Scalar.Argument(index, types[input].Element);
        }
    }
}
