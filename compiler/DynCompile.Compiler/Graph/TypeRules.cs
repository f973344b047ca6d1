using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>Checks that many type rules share.</summary>
internal static class TypeRules
{
    public static TypeProblem? AllF32(EquatableArray<TensorType> inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Element != ElementType.F32)
                return new TypeProblem.Element(i, "f32");
        }
        return null;
    }

    /// <summary>An axis counted from the end when negative; a problem when the input does not have it.</summary>
    public static TypeProblem? Axis(string attribute, int axis, int rank, out int normal)
    {
        normal = axis < 0 ? axis + rank : axis;
        return normal >= 0 && normal < rank ? null : new TypeProblem.Axis(attribute, axis, rank);
    }

    public static TypeProblem? AtLeast(string attribute, int value, int least) =>
        value >= least ? null : new TypeProblem.Attribute(attribute, value, $"at least {least}");
}
