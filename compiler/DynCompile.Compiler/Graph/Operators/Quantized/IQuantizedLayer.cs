namespace DynCompile.Graph.Operators;

/// <summary>A layer in 8-bit integers: inputs x, a stored weight, perhaps a bias, and the scale of x if that was calibrated.</summary>
public interface IQuantizedLayer
{
    /// <summary>Whether the scale of x is the last input, rather than taken of the numbers that come.</summary>
    bool IsCalibrated { get; }

    /// <summary>The layer that takes the scale of x as its last input.</summary>
    Operator Calibrated { get; }
}
