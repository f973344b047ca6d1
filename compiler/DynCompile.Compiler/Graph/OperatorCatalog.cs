using System.Collections.Immutable;
using DynCompile.Graph.Operators;

namespace DynCompile.Graph;

/// <summary>All operators. A new one is a new file and one word here.</summary>
public static class OperatorCatalog
{
    private static readonly OperatorDefinition[] Arithmetic =
    [
        Add.Operator,
        Subtract.Operator,
        Multiply.Operator,
        Divide.Operator,
        Remainder.Operator,
        Negate.Operator,
        Cast.Operator,
    ];

    private static readonly OperatorDefinition[] Logic =
    [
        Equal.Operator,
        NotEqual.Operator,
        Less.Operator,
        LessOrEqual.Operator,
        Greater.Operator,
        GreaterOrEqual.Operator,
        And.Operator,
        Or.Operator,
        Not.Operator,
        Where.Operator,
    ];

    private static readonly OperatorDefinition[] Elementwise =
    [
        Relu.Operator,
        LeakyRelu.Operator,
        Gelu.Operator,
        Silu.Operator,
        Sigmoid.Operator,
        Tanh.Operator,
        Softplus.Operator,
        Exp.Operator,
        Log.Operator,
        Sqrt.Operator,
        Pow.Operator,
        Abs.Operator,
        Maximum.Operator,
        Minimum.Operator,
        Clamp.Operator,
        Round.Operator,
        Floor.Operator,
        Map.Operator,
    ];

    private static readonly OperatorDefinition[] Products =
    [
        Matmul.Operator,
        Linear.Operator,
        Conv1d.Operator,
        Conv2d.Operator,
        Attention.Operator,
    ];

    private static readonly OperatorDefinition[] Windows =
    [
        MaxPool1d.Operator,
        MaxPool2d.Operator,
        AvgPool1d.Operator,
        AvgPool2d.Operator,
        AdaptiveAvgPool2d.Operator,
        Interpolate.Operator,
    ];

    private static readonly OperatorDefinition[] Normalization =
    [
        BatchNorm.Operator,
        LayerNorm.Operator,
        GroupNorm.Operator,
        RmsNorm.Operator,
        Softmax.Operator,
        LogSoftmax.Operator,
        LogSumExp.Operator,
    ];

    private static readonly OperatorDefinition[] Reductions =
    [
        Sum.Operator,
        Mean.Operator,
        Max.Operator,
        Min.Operator,
        Prod.Operator,
        Any.Operator,
        Operators.All.Operator,
        ArgMax.Operator,
        ArgMin.Operator,
        TopK.Operator,
        Sort.Operator,
        CumSum.Operator,
    ];

    private static readonly OperatorDefinition[] Indexing =
    [
        Operators.Index.Operator,
        Update.Operator,
        Slice.Operator,
        SliceAt.Operator,
        Gather.Operator,
        Scatter.Operator,
        IndexSelect.Operator,
        Embedding.Operator,
        OneHot.Operator,
    ];

    private static readonly OperatorDefinition[] Shape =
    [
        Reshape.Operator,
        Flatten.Operator,
        Transpose.Operator,
        Permute.Operator,
        Concat.Operator,
        Stack.Operator,
        Split.Operator,
        Chunk.Operator,
        Pad.Operator,
        Tile.Operator,
    ];

    private static readonly OperatorDefinition[] Creation =
    [
        Zeros.Operator,
        Ones.Operator,
        Full.Operator,
        Arange.Operator,
        Constant.Operator,
        SizeValue.Operator,
    ];

    private static readonly OperatorDefinition[] Recurrent = [LstmCell.Operator, GruCell.Operator];

    private static readonly OperatorDefinition[] Quantized =
    [
        QuantizedLinear.Operator,
        QuantizedConv2d.Operator,
        QuantizeRows.Operator,
        LinearI8.Operator,
        Conv2dI8.Operator,
    ];

    private static readonly OperatorDefinition[] Control =
    [
        Weight.Operator,
        Call.Operator,
        If.Operator,
        Switch.Operator,
        Loop.Operator,
        With.Operator,
    ];

    private static readonly Dictionary<string, OperatorDefinition> ByName;

    static OperatorCatalog()
    {
        OperatorDefinition[][] groups =
        [
            Arithmetic,
            Logic,
            Elementwise,
            Products,
            Windows,
            Normalization,
            Reductions,
            Indexing,
            Shape,
            Creation,
            Recurrent,
            Quantized,
            Control,
        ];
        All = groups.SelectMany(g => g).ToImmutableArray();
        InLanguage = All.Where(d => d.InLanguage).ToImmutableArray();
        ByName = All.ToDictionary(d => d.Name, StringComparer.Ordinal);
    }

    /// <summary>Every operator, group by group.</summary>
    public static ImmutableArray<OperatorDefinition> All { get; }

    /// <summary>The operators that a program may name.</summary>
    public static ImmutableArray<OperatorDefinition> InLanguage { get; }

    /// <summary>The operators that may stand after <c>layer n =</c>.</summary>
    public static IEnumerable<OperatorDefinition> Layers => InLanguage.Where(d => d.Layer is not null);

    /// <summary>The operator of a name, also of one that only the compiler makes; null when there is none.</summary>
    public static OperatorDefinition? Find(string name) => ByName.TryGetValue(name, out OperatorDefinition? definition) ? definition : null;
}
