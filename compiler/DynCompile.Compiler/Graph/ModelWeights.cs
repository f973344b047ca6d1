using System.Collections.Immutable;
using DynCompile.Graph.Operators;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>All weights of a model by their absolute paths, in the order in which a run would meet them first.</summary>
/// <param name="Weights">Each path once, as its first use has it.</param>
/// <param name="Conflicts">Later uses that imply another stored type than the first.</param>
public sealed record ModelWeights(EquatableArray<ModelWeights.Entry> Weights, EquatableArray<ModelWeights.Conflict> Conflicts)
{
    /// <summary>A use of a stored weight.</summary>
    /// <param name="Path">Absolute, every hole filled.</param>
    /// <param name="Type">As stored: elastic axes at their largest.</param>
    public sealed record Entry(string Path, TensorType Type, Origin Origin)
    {
        public WeightDeclaration Declaration => new(Path, Type.Element, Type.LargestExtents.ToImmutableArray());
    }

    /// <summary>Two uses of one path that do not agree.</summary>
    public sealed record Conflict(string Path, Entry First, Entry Second);

    /// <summary>What a weight file must hold.</summary>
    public IEnumerable<WeightDeclaration> Declarations => Weights.Select(w => w.Declaration);

    /// <summary>The number of stored elements.</summary>
    public long ElementCount => Weights.Sum(w => w.Type.Count.Value);

    public static ModelWeights Of(ModelGraph graph)
    {
        var collection = new Collection(graph);
        collection.Visit(graph.Main, WeightPath.Empty);
        return collection.Result;
    }

    /// <summary>The type that a weight is stored with, though a use may read only a prefix of it.</summary>
    public static TensorType Stored(TensorType type) => type.With([.. type.Shape.Select(d => (Size)d.Largest)]);

    /// <summary>
    /// How many weights there are at most, and calls on the way to them: those of blocks once for each call's path. Found without
    /// visiting each.
    /// </summary>
    public static double CountUses(ModelGraph graph)
    {
        var functions = graph.Functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        return CountIn(graph.Main);

        double CountIn(Function function)
        {
            if (counts.TryGetValue(function.Name, out double known))
                return known;
            var calls = new HashSet<Call>();
            double count = 1;
            foreach (Node node in function.Body.AllNodes())
            {
                if (node.Operator is Weight weight)
                    count += weight.Path.FillingCount;
                else if (node.Operator is Call call && calls.Add(call))
                    count += call.Path.FillingCount * CountIn(functions[call.Function]);
            }
            return counts[function.Name] = count;
        }
    }

    private sealed class Collection(ModelGraph graph)
    {
        private readonly Dictionary<string, Function> _functions = graph.Functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
        private readonly Dictionary<string, Entry> _byPath = new(StringComparer.Ordinal);
        private readonly List<Entry> _weights = [];
        private readonly List<Conflict> _conflicts = [];

        // A block called twice under one path has the same weights twice.
        private readonly HashSet<(string Function, WeightPath Path)> _visited = [];

        public ModelWeights Result => new([.. _weights], [.. _conflicts]);

        public void Visit(Function function, WeightPath path)
        {
            if (!_visited.Add((function.Name, path)))
                return;
            foreach (Node node in function.Body.AllNodes())
            {
                if (node.Operator is Weight weight)
                    Add(path.Then(weight.Path), weight.Type, node.Origin);
                else if (node.Operator is Call call)
                    Visit(_functions[call.Function], path.Then(call.Path));
            }
        }

        private void Add(WeightPath path, TensorType type, Origin origin)
        {
            TensorType stored = Stored(type);
            // All fillings of one use disagree in the same way; the first one says it.
            bool isReported = false;
            foreach (string filled in path.AllFilled())
            {
                var entry = new Entry(filled, stored, origin);
                if (!_byPath.TryGetValue(filled, out Entry? first))
                {
                    _byPath.Add(filled, entry);
                    _weights.Add(entry);
                }
                else if (first.Type != stored && !isReported)
                {
                    _conflicts.Add(new Conflict(filled, first, entry));
                    isReported = true;
                }
            }
        }
    }
}
