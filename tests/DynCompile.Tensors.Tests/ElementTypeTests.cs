namespace DynCompile.Tensors.Tests;

public class ElementTypeTests
{
    [Theory]
    [InlineData(ElementType.F32, "f32", "F32", 4)]
    [InlineData(ElementType.F16, "f16", "F16", 2)]
    [InlineData(ElementType.BF16, "bf16", "BF16", 2)]
    [InlineData(ElementType.I8, "i8", "I8", 1)]
    [InlineData(ElementType.U8, "u8", "U8", 1)]
    [InlineData(ElementType.I32, "i32", "I32", 4)]
    [InlineData(ElementType.I64, "i64", "I64", 8)]
    [InlineData(ElementType.Bool, "bool", "BOOL", 1)]
    public void Every_type_has_a_name_in_the_language_one_in_safetensors_and_a_size(ElementType type, string name, string stored, int size)
    {
        Assert.Equal(name, type.Name());
        Assert.Equal(stored, type.SafetensorsName());
        Assert.Equal(size, type.Size());
        Assert.True(ElementTypes.TryParse(name, out var parsed));
        Assert.Equal(type, parsed);
        Assert.True(ElementTypes.TryParseSafetensors(stored, out parsed));
        Assert.Equal(type, parsed);
    }

    [Fact]
    public void The_list_of_types_is_complete() => Assert.Equal(Enum.GetValues<ElementType>(), ElementTypes.All);

    [Theory]
    [InlineData("F32")]
    [InlineData("f64")]
    [InlineData("")]
    public void Other_spellings_are_no_types(string name) => Assert.False(ElementTypes.TryParse(name, out _));

    [Theory]
    [InlineData("F64")]
    [InlineData("f32")]
    public void Other_stored_types_have_no_element_type(string name) => Assert.False(ElementTypes.TryParseSafetensors(name, out _));

    [Fact]
    public void A_type_is_float_or_integer_or_bool()
    {
        Assert.Equal([ElementType.F32, ElementType.F16, ElementType.BF16], ElementTypes.All.Where(type => type.IsFloat()));
        Assert.Equal([ElementType.I8, ElementType.U8, ElementType.I32, ElementType.I64], ElementTypes.All.Where(type => type.IsInteger()));
    }

    [Fact]
    public void Types_of_CSharp_have_element_types()
    {
        Assert.Equal(ElementType.F32, ElementTypes.Of<float>());
        Assert.Equal(ElementType.F16, ElementTypes.Of<Half>());
        Assert.Equal(ElementType.BF16, ElementTypes.Of<BFloat16>());
        Assert.Equal(ElementType.I8, ElementTypes.Of<sbyte>());
        Assert.Equal(ElementType.U8, ElementTypes.Of<byte>());
        Assert.Equal(ElementType.I32, ElementTypes.Of<int>());
        Assert.Equal(ElementType.I64, ElementTypes.Of<long>());
        Assert.Equal(ElementType.Bool, ElementTypes.Of<bool>());
        var refused = Assert.Throws<ArgumentException>(() => ElementTypes.Of<double>());
        Assert.Equal("no element type holds System.Double", refused.Message);
    }
}
