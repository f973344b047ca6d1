using DynCompile.Hosting.Tests.Models;
using DynCompile.Runtime;
using DynCompile.Tensors;

namespace DynCompile.Hosting.Tests;

/// <summary>A model that takes a row of a table of 8, and faults for any other index.</summary>
internal static class FaultyModel
{
    public static Picker Make()
    {
        var table = new NamedTensors([new("table", Tensor.FromArray(new float[32], 8, 4))]);
        return Picker.Create(WeightSet.FromTensors(table, Picker.Weights));
    }
}
