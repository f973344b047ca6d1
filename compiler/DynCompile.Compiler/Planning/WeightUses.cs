using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Regions;
using DynCompile.Tensors;

namespace DynCompile.Planning;

/// <summary>A stored weight of a function in one of the forms in which its uses read it.</summary>
/// <param name="Function">The function; its paths are relative to where it is called.</param>
/// <param name="Stored">The type as it is stored, elastic axes at their largest.</param>
public sealed record WeightUse(string Function, WeightPath Path, TensorType Stored, WeightForm Form)
{
    private const int PanelWidth = 16;
    private const int OutputsOfOctet = 8;

    // Inputs that are multiplied at once where most are: a machine that takes fewer fills up less.
    private const int MostInputsOfGroup = 4;

    /// <summary>The bytes of one weight in this form: for 8-bit integers at most.</summary>
    public long Bytes
    {
        get
        {
            int[] shape = Stored.LargestExtents;
            long elements = shape.Aggregate(1L, (n, d) => n * d);
            return Form switch
            {
                WeightForm.Plain plain => plain.Element.Size() * (plain.Reading == WeightReading.RowScales ? shape[0] : elements),
                WeightForm.Matrix => RoundedUp(shape[0], PanelWidth) * shape[1] * sizeof(float),
                WeightForm.SparseMatrix { Sparsity: { } s } => RoundedUp(shape[0], OutputsOfOctet)
                    * (shape[1] / s.M * s.N)
                    * (sizeof(float) + sizeof(byte)),
                WeightForm.SharedSparseMatrix { Sparsity: { } s } => RoundedUp(shape[0], PanelWidth)
                    / PanelWidth
                    * (shape[1] / s.M * s.N)
                    * (PanelWidth * sizeof(float) + sizeof(int)),
                WeightForm.MatrixI8 => PanelsI8(shape[0], 1, shape[1]),
                WeightForm.ConvolutionI8 { Groups: var groups } => groups * PanelsI8(shape[0] / groups, shape[2] * shape[3], shape[1]),
                _ => elements * sizeof(float),
            };
        }
    }

    /// <summary>What is stored, and why in this way.</summary>
    public string Reason =>
        Form switch
        {
            WeightForm.Plain { Reading: WeightReading.RowScales } => "the scale of each output",
            WeightForm.Plain { Reading: WeightReading.Quantized } => "8-bit integers, as rows",
            WeightForm.Plain => "as it is",
            WeightForm.SparseMatrix { Sparsity: { } s } => $"what {s} keeps, and a byte for each place: fewer products than dense",
            WeightForm.SharedSparseMatrix { Sparsity: { } s } =>
                $"what {s} keeps, and each place once for 16 outputs: the dense kernel over fewer inputs",
            WeightForm.Matrix { Sparsity: { } s } when 2 * s.N > s.M =>
                $"dense with the zeros of {s}: more than half stays, and places cost more than they save",
            WeightForm.Matrix { Sparsity: { } s } =>
                $"dense with the zeros of {s}: there are sparse kernels for M of 2, 4, 8 and 16, and for patterns by 16",
            WeightForm.Convolution { Sparsity: { } s } => $"dense with the zeros of {s}: convolutions have no sparse kernel",
            WeightForm.MatrixI8 or WeightForm.ConvolutionI8 => "8-bit integers in panels of 16 outputs",
            WeightForm.Matrix => "panels of 16 outputs",
            _ => "for convolutions",
        };

    /// <summary>Every weight of every function, once for each form in which it is read.</summary>
    public static IReadOnlyList<WeightUse> Of(RegionProgram program)
    {
        var uses = new List<WeightUse>();
        foreach (RegionFunction function in program.Functions)
        {
            Node[] nodes = [.. function.Source.Body.AllNodes()];
            var weights = nodes.Where(n => n.Operator is Weight).ToDictionary(n => n.Result.Id);
            var types = function.Definitions.ToDictionary(d => d.Id, d => d.Type);
            foreach (Node view in nodes.Where(n => n.Operator is Reshape && weights.ContainsKey(n.Inputs[0])))
                weights[view.Result.Id] = weights[view.Inputs[0]];
            foreach (Node node in nodes.Where(n => n.Operator is not Reshape))
            {
                for (int i = 0; i < node.Inputs.Length; i++)
                {
                    if (!weights.TryGetValue(node.Inputs[i], out Node? stored))
                        continue;
                    var weight = (Weight)stored.Operator;
                    bool isPacked = WeightForm.IsPackedAs(stored.Result.Type, types[node.Inputs[i]]);
                    WeightForm form = (isPacked ? WeightForm.PackedFor(node.Operator, i) : null) ?? WeightForm.Plain.Of(weight);
                    uses.Add(new WeightUse(function.Name, weight.Path, ModelWeights.Stored(weight.Type), form));
                }
            }
        }
        return [.. uses.Distinct()];
    }

    private static long PanelsI8(int outputs, int runs, int runLength) =>
        RoundedUp(outputs, PanelWidth) * (sizeof(int) + runs * RoundedUp(runLength, MostInputsOfGroup));

    private static long RoundedUp(long count, int unit) => (count + unit - 1) / unit * unit;
}
