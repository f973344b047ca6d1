using DynCompile.Runtime.Kernels.Sparse;
using DynCompile.Runtime.Kernels.Tiles;

namespace DynCompile.Runtime.Kernels;

/// <summary>A linear layer with an N:M sparse weight: what the pruned dense weight gives.</summary>
/// <remarks>Each output starts at its bias and adds the inputs that stay in ascending order, however many rows run together.</remarks>
public static unsafe class SparseLinear
{
    // From here on it pays to turn the rows around, so that vectors run over them.
    private const int ManyRows = 16;

    /// <summary>Applies the layer to every live lane.</summary>
    /// <param name="live">The lanes.</param>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="weight">[outputs, inputs] or larger, read as a prefix.</param>
    /// <param name="bias">[outputs], or none.</param>
    /// <param name="y">[rows, outputs].</param>
    /// <param name="rows">Rows of one lane.</param>
    /// <param name="inputs">Columns of x, a multiple of the weight's M.</param>
    /// <param name="outputs">Columns of y.</param>
    /// <param name="relu">Whether negative results become 0.</param>
    public static void Run(
        Lanes live,
        Rows<float> x,
        PackedSparseMatrix weight,
        Rows<float> bias,
        Rows<float> y,
        int rows,
        int inputs,
        int outputs,
        bool relu = false
    )
    {
        ArgumentNullException.ThrowIfNull(weight);
        weight.RequirePrefix(outputs, inputs);
        RunBlocks(live, x, weight, bias, y, rows, inputs, outputs, relu, &SparseRows.Run, &SparseColumns.Run, &PrunedInputs.Correct);
        GC.KeepAlive(weight);
    }

    /// <inheritdoc cref="Run(Lanes, Rows{float}, PackedSparseMatrix, Rows{float}, Rows{float}, int, int, int, bool)"/>
    public static void Run(
        Lanes live,
        Rows<float> x,
        PackedSharedSparseMatrix weight,
        Rows<float> bias,
        Rows<float> y,
        int rows,
        int inputs,
        int outputs,
        bool relu = false
    )
    {
        ArgumentNullException.ThrowIfNull(weight);
        weight.RequirePrefix(outputs, inputs);
        RunBlocks(
            live,
            x,
            weight,
            bias,
            y,
            rows,
            inputs,
            outputs,
            relu,
            &SharedSparseRows.Run,
            &SharedSparseColumns.Run,
            &PrunedInputs.Correct
        );
        GC.KeepAlive(weight);
    }

    private static void RunBlocks<TWeight>(
        Lanes live,
        Rows<float> x,
        TWeight weight,
        Rows<float> bias,
        Rows<float> y,
        int rows,
        int inputs,
        int outputs,
        bool relu,
        delegate* <float**, TWeight, float*, float**, int, int, int, bool, void> fewRows,
        delegate* <float**, TWeight, float*, float**, int, int, int, bool, void> manyRows,
        delegate* <float*, TWeight, float*, int, int, void> correct
    )
    {
        if (live.IsEmpty || rows == 0 || outputs == 0)
            return;
        float** xs = stackalloc float*[RowPointers.Room];
        float** ys = stackalloc float*[RowPointers.Room];
        for (var block = new RowBlock(live, rows, bias); block.Next(); )
        {
            block.Fill(xs, x, inputs);
            block.Fill(ys, y, outputs);
            (block.Count >= ManyRows ? manyRows : fewRows)(xs, weight, block.Bias, ys, block.Count, inputs, outputs, relu);
            for (int row = 0; row < block.Count; row++)
                correct(xs[row], weight, ys[row], inputs, outputs);
        }
    }
}
