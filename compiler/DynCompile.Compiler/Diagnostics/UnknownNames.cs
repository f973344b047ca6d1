using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Diagnostics;

/// <summary>What an unknown name was probably meant to be: a near one, or what PyTorch calls something that is here too.</summary>
internal static class UnknownNames
{
    public static string? HintForName(string name, EquatableArray<string> nearest)
    {
        if (!nearest.IsEmpty)
            return DidYouMean(nearest);
        return name switch
        {
            "cat" or "concatenate" => "write `concat([a, b])`.",
            "mm" or "bmm" or "dot" => "write `matmul(a, b)`.",
            "view" or "squeeze" or "unsqueeze" => "write `reshape(x, [1, 28, 28])`.",
            "amax" => "write `max(x, axes: [0])`.",
            "dropout" or "Dropout" => "leave it out: a model runs in eval mode.",
            "len" or "shape" or "size" => "sizes are constants; in a block a name such as `N` in `x: f32[N]` is one.",
            "int" or "long" => "write `i32(x)`.",
            "float" or "double" => "write `f32(x)`.",
            "range" => "write `arange(…)`, or `for i in 0..n`.",
            "True" or "False" => $"write `{name.ToLowerInvariant()}`.",
            "self" => "a layer is called by its own name: `fc(x)`.",
            _ => HintForOperator(name),
        };
    }

    public static string? HintForConstructor(string name, EquatableArray<string> nearest)
    {
        if (OperatorSpelt(name) is { Layer: null } plain)
            return $"`{plain.Name}` has no weights and needs no layer: write `x |> {plain.Name}{(plain.Attributes.Any(a => a.IsRequired) ? "(…)" : "")}`.";
        if (OperatorSpelt(name) is { } layer)
            return $"did you mean `{layer.Name}`?";
        return name switch
        {
            "Dense" or "dense" or "fc" or "FullyConnected" => "write `linear(10)`.",
            "LSTM" or "lstm" => "write `lstm_cell(32)` and call it in a loop.",
            "GRU" or "gru" => "write `gru_cell(32)` and call it in a loop.",
            "BatchNorm1d" or "BatchNorm2d" => "write `batch_norm()`.",
            "Dropout" or "dropout" => "leave it out: a model runs in eval mode.",
            "Sequential" => "join the layers with pipes: `x |> conv |> relu |> fc`.",
            _ => nearest.IsEmpty ? $"layers: {Prose.AllOf([.. OperatorCatalog.Layers.Select(d => d.Name)])}." : DidYouMean(nearest),
        };
    }

    public static string? HintForArgument(string name, EquatableArray<string> known)
    {
        if (known.IsEmpty)
            return "it takes no arguments.";
        string? own = name switch
        {
            "dim" or "dims" => known.FirstOrDefault(k => k is "axis" or "axes"),
            "kernel_size" => "kernel",
            "keepdim" or "keepdims" => "keep",
            "out_features" or "out_channels" or "hidden_size" => known[0],
            "scale_factor" => "scale",
            "negative_slope" => "slope",
            _ => null,
        };
        if (own is not null && known.Contains(own))
            return $"write `{own}:`.";
        return NearestName.Find(name, known, 1) is [var nearest] ? $"did you mean `{nearest}`?" : $"it takes {Prose.AllOf(known)}.";
    }

    /// <summary>A question with the nearest of the known names; null when none is near.</summary>
    public static string? DidYouMean(string name, EquatableArray<string> known) =>
        NearestName.Find(name, known) is { Count: > 0 } nearest ? $"did you mean {Prose.AnyOf(nearest)}?" : null;

    private static string DidYouMean(EquatableArray<string> nearest) => $"did you mean {Prose.AnyOf(nearest)}?";

    private static string? HintForOperator(string name) => OperatorSpelt(name) is { } known ? $"did you mean `{known.Name}`?" : null;

    // MaxPool2d ==> max_pool2d
    private static OperatorDefinition? OperatorSpelt(string name) =>
        OperatorCatalog.InLanguage.FirstOrDefault(d => string.Equals(Letters(d.Name), Letters(name), StringComparison.OrdinalIgnoreCase));

    private static string Letters(string name) => name.Replace("_", "");
}
