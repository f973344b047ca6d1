using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Tensors.Tests;

/// <summary>Tensors of every type, of rank 0 to 4, some of them empty, with any bits in them.</summary>
public static class TensorGenerators
{
    public static Arbitrary<Tensor> Tensors() => Tensor().ToArbitrary();

    public static Arbitrary<Dictionary<string, Tensor>> FilesOfTensors() =>
        (
            from names in Name().ArrayOf()
            from tensors in Tensor().ArrayOf(names.Length)
            select names.Zip(tensors).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second)
        ).ToArbitrary();

    private static Gen<Tensor> Tensor() =>
        from type in Gen.Elements<ElementType>(ElementTypes.All)
        from rank in Gen.Choose(0, 4)
        from shape in Gen.Frequency((1, Gen.Constant(0)), (9, Gen.Choose(1, 4))).ArrayOf(rank)
        let byteCount = type.Size() * (int)Shapes.ElementCount(shape)
        from bytes in Gen.Choose(0, type == ElementType.Bool ? 1 : 255).ArrayOf(byteCount)
        select new Tensor(type, [.. shape], bytes.Select(b => (byte)b).ToArray());

    private static Gen<string> Name() =>
        from parts in Gen.Elements("blocks", "0", "1", "conv", "weight", "\"", "\\", "\u0001", "é", "😀", "").NonEmptyListOf()
        select string.Join(".", parts);
}
