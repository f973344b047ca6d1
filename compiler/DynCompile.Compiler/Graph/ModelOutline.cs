using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.Graph;

/// <summary>
/// What callers see of a model. That of a model with errors is as much as its text tells, so that code which calls it has its members.
/// </summary>
/// <param name="Inputs">In declaration order, bounded sizes behind the others.</param>
/// <param name="Results">In declaration order, without <c>exit</c>.</param>
/// <param name="Exits">By number, the <c>return</c>s included; none for a model without <c>exit</c>.</param>
/// <param name="HasState">Whether it keeps something from call to call.</param>
public sealed record ModelOutline(
    string Name,
    string Documentation,
    EquatableArray<ModelOutline.Port> Inputs,
    EquatableArray<ModelOutline.Port> Results,
    EquatableArray<ModelOutline.Exit> Exits,
    EquatableArray<ModelOutline.Elastic> Elastics,
    bool HasState
)
{
    /// <summary>An input or a result.</summary>
    /// <param name="Type">For readers: <c>f32[1, 28, 28]</c>.</param>
    public sealed record Port(string Name, ElementType Element, bool IsScalar, string Type)
    {
        public static Port Of(string name, TensorType type) => new(name, type.Element, type.IsScalar, type.ToString());
    }

    /// <summary>A place where the model is left.</summary>
    public sealed record Exit(string Name, int Line);

    /// <summary>An elastic size.</summary>
    /// <param name="Values">For readers: <c>16, 32, 48, 64</c>.</param>
    public sealed record Elastic(string Name, string Values);

    public static ModelOutline Of(ModelGraph graph) =>
        new(
            graph.Name,
            graph.Documentation,
            [.. graph.Inputs.Select(i => Port.Of(i.Name ?? "x", i.Type))],
            [.. graph.Results.Take(graph.Results.Length - (graph.HasExits ? 1 : 0)).Select(r => Port.Of(r.Name, r.Type))],
            graph.HasExits ? [.. ExitNumbers.NamesOf(graph).Select((name, number) => new Exit(name, LineOf(graph, number)))] : [],
            [.. graph.Elastics.Select(e => new Elastic(e.Symbol.Name, string.Join(", ", e.Symbol.Values)))],
            graph.States.Length > 0
        );

    private static int LineOf(ModelGraph graph, int exit) => graph.LeaveSites.First(s => s.Numbers.Contains(exit)).Origin.Line;
}
