using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>
/// How large a model may become. A few lines can stand for any number of operations or weights: helpers are written out at each call,
/// blocks hold blocks.
/// </summary>
internal sealed class ModelLimits(int textLength, DiagnosticBag diagnostics)
{
    private const int MostExpandedOperations = 131_072;
    private const int MostWeights = 262_144;

    // What stands in the text itself always fits.
    private readonly long _mostOperations = MostExpandedOperations + textLength;
    private long _operations;
    private bool _isReported;

    /// <summary>Counts operations that were written.</summary>
    public void Count(int operations) => _operations += operations;

    /// <summary>Counts a call whose callee is written out; false, and reported once, when there is no room for more.</summary>
    public bool Enter(Location call)
    {
        _operations++;
        return _operations <= _mostOperations || Refuse(call, "operations", _mostOperations);
    }

    public bool AllowWeights(ModelGraph graph, Location place) =>
        ModelWeights.CountUses(graph) <= MostWeights || Refuse(place, "weights", MostWeights);

    private bool Refuse(Location place, string what, long most)
    {
        if (!_isReported)
            diagnostics.Report(new ModelTooLarge(place, what, most));
        _isReported = true;
        return false;
    }
}
