using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>PyTorch's broadcasting: shapes align at the last axis; an axis of size 1, or a missing one, repeats.</summary>
public static class Broadcasting
{
    /// <summary>The common shape of all inputs, or the first two inputs that have none.</summary>
    public static TypeProblem? Join(EquatableArray<TensorType> inputs, out EquatableArray<Size> shape)
    {
        int rank = inputs.Max(i => i.Rank);
        var joined = new Size[rank];
        shape = [];
        for (int axis = 1; axis <= rank; axis++)
        {
            Size size = Size.One;
            int owner = 0;
            for (int i = 0; i < inputs.Length; i++)
            {
                if (inputs[i].Rank < axis || inputs[i].Shape[inputs[i].Rank - axis] == Size.One)
                    continue;
                Size own = inputs[i].Shape[inputs[i].Rank - axis];
                if (size != Size.One && size != own)
                    return new TypeProblem.Broadcast(owner, i, axis);
                (size, owner) = (own, i);
            }
            joined[rank - axis] = size;
        }
        shape = [.. joined];
        return null;
    }

    /// <summary>The common shape of all axes but the last <paramref name="matrixAxes"/>, as products of matrices broadcast.</summary>
    public static TypeProblem? JoinLeading(EquatableArray<TensorType> inputs, int matrixAxes, out EquatableArray<Size> shape)
    {
        EquatableArray<TensorType> leading = [.. inputs.Select(i => i.With([.. i.Shape.Take(i.Rank - matrixAxes)]))];
        return Join(leading, out shape) is TypeProblem.Broadcast problem
            ? problem with
            {
                AxisFromEnd = problem.AxisFromEnd + matrixAxes,
            }
            : null;
    }
}
