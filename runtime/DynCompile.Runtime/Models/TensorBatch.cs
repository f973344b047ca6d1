using System.Runtime.InteropServices;
using DynCompile.Tensors;

namespace DynCompile.Runtime;

/// <summary>A batch whose inputs and results are tensors with the sample as their first axis.</summary>
internal readonly struct TensorBatch(ModelSession session, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs) : IBatch
{
    /// <summary>Refuses tensors whose types or shapes are not the model's.</summary>
    /// <exception cref="ArgumentException">Says what is given and what is wanted.</exception>
    public void Require(int count)
    {
        Require(inputs, session.Model.Inputs, count, "input");
        Require(outputs, session.Model.Outputs, count, "result");
    }

    public void CopyIn(ModelSession lanes, int first, int count)
    {
        for (int i = 0; i < inputs.Count; i++)
            lanes.CopyIn(i, inputs[i].Bytes.Span, first, count);
    }

    public void CopyOut()
    {
        for (int i = 0; i < outputs.Count; i++)
            session.CopyResult(i, MemoryMarshal.AsMemory(outputs[i].Bytes).Span);
    }

    private static void Require(IReadOnlyList<Tensor> tensors, IReadOnlyList<TensorInfo> declared, int count, string role)
    {
        if (tensors.Count != declared.Count)
            throw new ArgumentException($"{tensors.Count} {role}s are given, the model has {declared.Count}");
        for (int i = 0; i < tensors.Count; i++)
        {
            Tensor given = tensors[i];
            TensorInfo expected = declared[i];
            if (given.Type == expected.Type && IsBatchOf(given, count, expected))
                continue;
            throw new ArgumentException(
                $"{role} {expected.Name} is {Shapes.Text(expected.Type, [count, .. expected.Shape])} for {count} samples, not {given}"
            );
        }
    }

    private static bool IsBatchOf(Tensor given, int count, TensorInfo sample) =>
        given.Rank == sample.Shape.Length + 1 && given.Shape[0] == count && given.Shape.AsSpan()[1..].SequenceEqual(sample.Shape.AsSpan());
}
