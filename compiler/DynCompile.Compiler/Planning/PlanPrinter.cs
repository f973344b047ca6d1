using System.Text;
using DynCompile.Graph;

namespace DynCompile.Planning;

/// <summary>The readable form of a memory plan: each function's slots with their bytes, and which values are in them.</summary>
public static class PlanPrinter
{
    public static string Print(MemoryPlan plan)
    {
        var text = new StringBuilder();
        foreach (FunctionPlan function in plan.Functions)
        {
            text.Append($"function {function.Function.Name}\n");
            for (int slot = 0; slot < function.Slots.Length; slot++)
            {
                Slot s = function.Slots[slot];
                text.Append(
                    $"  {s.Offset}..{s.Offset + s.Bytes}  {s.Name}  {Tensors.ElementTypes.Name(s.Element)} x {s.Length}: {Values(function, new Place.Buffer(slot))}\n"
                );
            }
            for (int i = 0; i < function.Function.Source.Inputs.Length; i++)
                text.Append($"  argument {i}: {Values(function, new Place.Argument(i))}\n");
            for (int i = 0; i < function.Function.Source.Results.Length; i++)
                text.Append($"  result {i}: {Values(function, new Place.Result(i))}\n");
            text.Append($"  host: {Values(function, new Place.Host())}\n");
        }
        return text.Append($"{plan.BytesPerLane} bytes for each lane\n").ToString();
    }

    private static string Values(FunctionPlan function, Place place) =>
        string.Join(" ", function.Places.Where(p => p.Value == place).Select(p => p.Key).OrderBy<ValueId, int>(v => v.Index));
}
