using DynCompile.Text;

namespace DynCompile.Graph.Reference;

/// <summary>The precision of the interpreter's floating point.</summary>
public enum Precision
{
    /// <summary>Every operation rounds to f32, as the targets do.</summary>
    Single,

    /// <summary>Every operation rounds to an f32 not below: how far a result is from that in f32 shows what rounding does to it.</summary>
    SingleUpward,
    Double,
}

/// <summary>What the evaluation of one node sees: its inputs, its place, the precision, the sizes.</summary>
public sealed class Evaluation(Operator op, ReferenceTensor[] inputs, Precision precision, Func<SizeSymbol, long> valueOf, Origin origin)
{
    private const double UnitInLastPlace = 1.0 / (1 << 23);
    private EquatableArray<TensorType>? _outputs;

    public IReadOnlyList<ReferenceTensor> Inputs => inputs;
    public Origin Origin => origin;
    public EquatableArray<TensorType> InputTypes => [.. inputs.Select(i => i.Type)];

    /// <summary>The result types for the inputs as they are.</summary>
    public EquatableArray<TensorType> OutputTypes
    {
        get
        {
            if (_outputs is { } known)
                return known;
            Inference inference = op.Substitute(s => valueOf(s)).Infer(InputTypes);
            if (inference.Problem is { } problem)
                throw new InvalidOperationException($"{op.Name} at {origin}: {problem}");
            _outputs = inference.Types;
            return inference.Types;
        }
    }

    /// <summary>Zeros of the type of an output.</summary>
    public ReferenceTensor NewOutput(int index) => ReferenceTensor.Zeros(OutputTypes[index].Element, OutputShape(index));

    public int[] OutputShape(int index) => OutputTypes[index].Extents(valueOf);

    public int SizeOf(Size size) => checked((int)size.Evaluate(valueOf));

    /// <summary>The nearest number of the precision: sums and products round through here after each step.</summary>
    public double Round(double value) =>
        precision switch
        {
            Precision.Single => (float)value,
            Precision.SingleUpward => NotBelow(value, (float)value),
            _ => value,
        };

    /// <summary>The nearest number of the precision; rounded once, unlike by way of a double.</summary>
    public double Real(long value) => precision == Precision.Double ? value : (float)value;

    private static double NotBelow(double value, float nearest) =>
        nearest < value && !float.IsInfinity(nearest) ? (float)(nearest + Math.Abs(nearest) * UnitInLastPlace) : nearest;

    public ReferenceTensor[] Apply(Operator other, ReferenceTensor[] otherInputs) =>
        other.Evaluate(new Evaluation(other, otherInputs, precision, valueOf, origin));

    /// <summary>A data-dependent index, checked.</summary>
    public int CheckedIndex(long index, int bound) =>
        index >= 0 && index < bound ? (int)index : throw FaultException.Index(origin, index, bound);
}
