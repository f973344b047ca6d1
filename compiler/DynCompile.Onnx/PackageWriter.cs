using System.Collections.Immutable;
using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Onnx.Format;
using DynCompile.Regions;
using DynCompile.Tensors;
using DynCompile.Text;
using Google.Protobuf;

namespace DynCompile.Onnx;

/// <summary>Writes the host program, finds equal regions and decides where each weight lies.</summary>
internal sealed class PackageWriter(RegionProgram program, WeightSet weights, bool showsValues)
{
    /// <summary>A region's graph and all places where the host runs it.</summary>
    private sealed record Draft(GraphProto Graph, RegionBuilder.Result Shape)
    {
        public List<(RegionFunction Function, EquatableArray<WeightUse> Weights)> Uses { get; } = [];
    }

    private readonly Dictionary<ByteString, int> _regionIds = [];
    private readonly List<Draft> _regions = [];
    private readonly Dictionary<string, List<WeightPath>> _pathsOf = program.Functions.ToDictionary(
        f => f.Name,
        _ => new List<WeightPath>()
    );
    private readonly SortedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    private readonly bool _showsValues = showsValues;

    public OnnxPackage Write()
    {
        FindPaths(program.Main, WeightPath.Empty);
        HostFunction[] functions = [.. program.Functions.Select(f => new StepWriter(this, f).Write())];
        var regions = new List<OnnxPackage.Region>();
        var embedded = new HashSet<int>();
        for (int id = 0; id < _regions.Count; id++)
        {
            Draft draft = _regions[id];
            IReadOnlyList<string>? own = EmbeddedIn(draft);
            if (own is not null)
                embedded.Add(id);
            int bound = own is null ? draft.Shape.Weights.Length : 0;
            var file = new RegionFile(
                id,
                $"region-{id}.onnx",
                draft.Shape.Inputs.Length,
                bound,
                draft.Shape.Outputs.Length,
                draft.Shape.Faults.Length,
                draft.Graph.Node.Count
            );
            regions.Add(new OnnxPackage.Region(file, draft.Graph, own));
        }
        return new OnnxPackage(
            ManifestOf([.. functions.Select(f => f with { Steps = WithoutBindings(f.Steps, embedded) })], regions),
            regions,
            [.. _tensors]
        );
    }

    private HostManifest ManifestOf(HostFunction[] functions, List<OnnxPackage.Region> regions)
    {
        ModelGraph graph = program.Graph;
        int declared = graph.Inputs.Length;
        return new HostManifest
        {
            Format = HostManifest.FormatName,
            Version = HostManifest.CurrentVersion,
            Model = graph.Name,
            Opset = OnnxBackend.Opset,
            Weights = OnnxPackage.WeightsFile,
            Inputs = [.. graph.Inputs.Select((d, i) => new Port(d.Name ?? $"x{i}", d.Type.ToString()))],
            Results = [.. graph.Results.Select(r => new Port(r.Name, r.Type.ToString()))],
            States = [.. graph.States.Select((s, i) => new KeptState(s.Name, graph.Main.Inputs[declared + i].Type.ToString(), s.Initial))],
            Elastics = [.. graph.Elastics.Select(e => new ElasticSize(e.Symbol.Name, [.. e.Symbol.Values]))],
            Regions = [.. regions.Select(r => r.File)],
            Functions = functions,
        };
    }

    // ---- regions

    /// <summary>The number of the region for some nodes: an equal one that is known, or a new one.</summary>
    private int Add(RegionBuilder.Result region, RegionFunction function)
    {
        ByteString key = region.Graph.ToByteString();
        if (!_regionIds.TryGetValue(key, out int id))
        {
            id = _regions.Count;
            _regionIds.Add(key, id);
            _regions.Add(new Draft(region.Graph, region));
        }
        _regions[id].Uses.Add((function, region.Weights));
        foreach (WeightUse use in region.Weights)
            Store(use, function);
        return id;
    }

    /// <summary>The tensors of a region that stands in one place only, so that they need not be bound in each run; null for others.</summary>
    private List<string>? EmbeddedIn(Draft draft)
    {
        if (draft.Uses.Count != 1)
            return null;
        (RegionFunction function, EquatableArray<WeightUse> uses) = draft.Uses[0];
        bool isFixed = _pathsOf[function.Name] is [{ HoleCount: 0 }] && uses.All(u => u.Path.HoleCount == 0);
        return isFixed ? [.. uses.Select(u => NameOf(_pathsOf[function.Name][0].Then(u.Path).ToString(), u.Form))] : null;
    }

    private static IReadOnlyList<HostStep> WithoutBindings(IReadOnlyList<HostStep> steps, HashSet<int> embedded) =>
        [
            .. steps.Select(s =>
                s switch
                {
                    RunRegion run when embedded.Contains(run.Region) => run with { Weights = [] },
                    Branch branch => branch with
                    {
                        Then = WithoutBindings(branch.Then, embedded),
                        Else = WithoutBindings(branch.Else, embedded),
                    },
                    Repeat repeat => repeat with
                    {
                        ConditionSteps = WithoutBindings(repeat.ConditionSteps, embedded),
                        Body = WithoutBindings(repeat.Body, embedded),
                    },
                    Choose choose => choose with { Body = WithoutBindings(choose.Body, embedded) },
                    Resize resize => resize with { Body = WithoutBindings(resize.Body, embedded) },
                    _ => s,
                }
            ),
        ];

    // ---- weights

    /// <summary>The paths that each function is called under.</summary>
    private void FindPaths(RegionFunction function, WeightPath path)
    {
        if (_pathsOf[function.Name].Contains(path))
            return;
        _pathsOf[function.Name].Add(path);
        foreach (Step.Invoke call in function.AllSteps.OfType<Step.Invoke>())
            FindPaths(program.Functions.First(f => f.Name == call.Function), path.Then(call.Path));
    }

    private void Store(WeightUse use, RegionFunction function)
    {
        foreach (string path in _pathsOf[function.Name].SelectMany(p => p.Then(use.Path).AllFilled()))
        {
            string name = NameOf(path, use.Form);
            if (!_tensors.ContainsKey(name))
                _tensors.Add(name, Pruned(weights[path], use.Form));
        }
    }

    private static Tensor Pruned(Tensor dense, StoredForm form)
    {
        if (form.Sparsity is not { } sparsity)
            return dense;
        float[] pruned = dense.ToFloats();
        Pruning.PruneConvolution(pruned, form.Outputs, form.Inputs, form.Positions, sparsity, pruned);
        return Tensor.FromArray(pruned, dense.Shape);
    }

    private static string NameOf(string path, StoredForm form) => form.Sparsity is { } sparsity ? $"{path}@{sparsity}" : path;

    // ---- the host program

    /// <summary>One function of the host program.</summary>
    private sealed class StepWriter
    {
        private readonly PackageWriter _package;
        private readonly RegionFunction _function;
        private readonly HostScalars _host;
        private readonly Dictionary<ValueId, TensorType> _types;
        private readonly Dictionary<ValueId, string> _names;
        private readonly Dictionary<ValueId, Node> _immaterial = [];

        public StepWriter(PackageWriter package, RegionFunction function)
        {
            _package = package;
            _function = function;
            _host = HostScalars.Of(function.Source);
            _types = function.Definitions.ToDictionary(d => d.Id, d => d.Type);
            _names = function.Definitions.ToDictionary(d => d.Id, OnnxBackend.NameOf);
            foreach (Node node in function.Source.Body.AllNodes().Where(RegionCutter.IsImmaterial))
                _immaterial.Add(node.Result.Id, node);
        }

        public HostFunction Write() => new(_function.Name, Names(_function.Source.Inputs.Select(i => i.Id)), Write(_function.Steps));

        private string Name(ValueId value) => _names[value];

        private IReadOnlyList<string> Names(IEnumerable<ValueId> values) => [.. values.Select(Name)];

        private List<HostStep> Write(EquatableArray<Step> steps)
        {
            var written = new List<HostStep>();
            foreach (Step step in steps)
                Write(step, written);
            return written;
        }

        private void Write(Step step, List<HostStep> written)
        {
            // What no block computes is computed where it is read.
            if (step is not Step.Run)
                Compute(Liveness.Reads(step).Distinct().Where(_immaterial.ContainsKey), written);
            switch (step)
            {
                case Step.Run run:
                    AddRun(run.Block.Nodes, OutputsOf(run.Block), written);
                    break;
                case Step.Branch branch:
                    written.Add(new Branch(Name(branch.Condition), Write(branch.Then), Write(branch.Else)));
                    break;
                case Step.Repeat repeat:
                    written.Add(Loop(repeat, written));
                    break;
                case Step.Choose choose:
                    written.Add(
                        new Choose(Name(choose.Index), choose.Count, Name(choose.Chosen.Id), Write(choose.Body), choose.Origin.ToString())
                    );
                    break;
                case Step.Resize resize:
                    written.Add(
                        new Resize(
                            Name(resize.Value),
                            [.. resize.Elastic.Values],
                            resize.Bound.Name,
                            Write(resize.Body),
                            resize.Origin.ToString()
                        )
                    );
                    break;
                case Step.Invoke invoke:
                    ComputeIndices(invoke.PathIndices, written);
                    written.Add(
                        new Invoke(
                            invoke.Function,
                            Binding(invoke.Path.ToString(), invoke.Path, invoke.PathIndices),
                            Names(invoke.Arguments),
                            Names(invoke.Results.Select(r => r.Id))
                        )
                    );
                    break;
                case Step.Move move:
                    written.Add(new Move(Names(move.Values.Select(v => v.From)), Names(move.Values.Select(v => v.To))));
                    break;
                case Step.Jump jump:
                    written.Add(new Jump(jump.Ending == Ending.Break ? "break" : "continue"));
                    break;
                case Step.Leave leave:
                    written.Add(new Leave(Names(leave.Values)));
                    break;
            }
        }

        private EquatableArray<ValueId> OutputsOf(Block block) =>
            _package._showsValues ? [.. block.Nodes.SelectMany(n => n.Results).Select(r => r.Id)] : block.LiveOuts;

        private Repeat Loop(Step.Repeat repeat, List<HostStep> written)
        {
            string? limit = repeat.Limit.IsConstant ? null : Name(AddSize(repeat.Limit, repeat.Origin, written));
            List<HostStep> condition = Write(repeat.ConditionSteps);
            if (repeat.Condition is { } value)
                Compute(new[] { value }.Where(_immaterial.ContainsKey), condition);
            return new Repeat(
                repeat.Limit.Largest,
                Name(repeat.Iteration.Id),
                Names(repeat.Carried.Select(c => c.Id)),
                Names(repeat.Initial),
                Names(repeat.Results.Select(r => r.Id)),
                condition,
                Write(repeat.Body),
                limit,
                repeat.Condition is { } read ? Name(read) : null
            );
        }

        private ValueId AddSize(Size size, Origin origin, List<HostStep> written)
        {
            var value = new Definition(new ValueId(_types.Keys.Max(v => v.Index) + 1), TensorType.I32());
            _types.Add(value.Id, value.Type);
            _names.Add(value.Id, $"v{value.Id.Index}");
            AddRun([new Node(new SizeValue(size), [], [value], [], origin)], [value.Id], written);
            return value.Id;
        }

        private void AddRun(IReadOnlyList<Node> nodes, EquatableArray<ValueId> outputs, List<HostStep> written)
        {
            RegionBuilder.Result region = RegionBuilder.Build(nodes, outputs, _types);
            ComputeIndices(region.Weights.SelectMany(w => w.Indices), written);
            int id = _package.Add(region, _function);
            written.Add(
                new RunRegion(
                    id,
                    Names(region.Inputs.Select(_host.VariableOf)),
                    [.. region.Weights.Select(w => Binding(NameOf(w.Path.ToString(), w.Form), w.Path, w.Indices))],
                    [.. region.Sizes.Select(s => s.Name)],
                    Names(region.Outputs),
                    [.. region.Faults.Select(f => f.ToString())]
                )
            );
        }

        // experts.{8}.up.weight ==> experts.{}.up.weight
        private WeightBinding Binding(string name, WeightPath path, EquatableArray<ValueId> indices)
        {
            foreach (int count in path.HoleCounts.Distinct())
                name = name.Replace($"{{{count}}}", "{}", StringComparison.Ordinal);
            return new WeightBinding(name, Names(indices.Select(_host.VariableOf)));
        }

        // Indices of weights are needed before the region that reads the weights runs.
        private void ComputeIndices(IEnumerable<ValueId> indices, List<HostStep> written) =>
            Compute(indices.Distinct().Where(i => !_host.IsVariable(i)), written);

        /// <summary>Runs regions for weights, sizes and host scalars; constants are set.</summary>
        private void Compute(IEnumerable<ValueId> values, List<HostStep> written)
        {
            ILookup<bool, ValueId> byKind = values.OrderBy(v => v).ToLookup(v => ConstantOf(v) is not null);
            foreach (ValueId value in byKind[true])
                written.Add(new SetConstant(Name(value), _types[value].ToString(), [.. ConstantOf(value)!.Values]));
            ValueId[] outputs = [.. byKind[false]];
            if (outputs.Length == 0)
                return;
            var nodes = new List<Node>();
            var included = new HashSet<ValueId>();
            foreach (ValueId value in outputs)
                Include(value, nodes, included);
            AddRun(nodes, [.. outputs], written);
        }

        private Constant? ConstantOf(ValueId value) => _immaterial.TryGetValue(value, out Node? node) ? node.Operator as Constant : null;

        private void Include(ValueId value, List<Node> nodes, HashSet<ValueId> included)
        {
            bool isComputed = _immaterial.TryGetValue(value, out Node? node);
            if (!isComputed && _host.Contains(value) && !_host.IsVariable(value))
                node = _host.NodeOf(value);
            if (node is null || !included.Add(value))
                return;
            node = node with { Inputs = [.. node.Inputs.Select(i => _host.IsVariable(i) ? _host.VariableOf(i) : i)] };
            foreach (ValueId input in node.Inputs)
                Include(input, nodes, included);
            nodes.Add(node);
        }
    }
}
