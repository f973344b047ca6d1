using DynCompile.Graph;

namespace DynCompile.Onnx;

/// <summary>One node of a region while it is written.</summary>
internal sealed class NodeWriter(Node node, RegionBuilder region)
{
    public Node Node => node;

    public GraphBuilder Graph => region.Graph;

    public int InputCount => node.Inputs.Length;

    public string In(int index) => region.NameOf(node.Inputs[index]);

    public TensorType InType(int index) => region.TypeOf(node.Inputs[index]);

    public TensorType OutType => node.Results[0].Type;

    public void Out(string name, int result = 0) => region.Name(node.Results[result].Id, name);

    public string Add(string op, params IEnumerable<string> inputs) => Graph.Add(op, inputs);

    public ScalarNodes Scalars => new(Graph, bad => region.AddFault(bad, node.Origin));

    public string Reshape(string value, IEnumerable<Size> shape) =>
        Graph.Add("Reshape", [value, Graph.Of(shape)], Attribute.Of("allowzero", 1));

    /// <summary>
    /// An index as i64, kept in 0..<paramref name="bound"/>: one outside is reported and replaced, for runtimes treat it each in their way.
    /// </summary>
    public string CheckedIndex(int input, Size bound)
    {
        string index = Scalars.Cast(In(input), Format.TensorProto.Types.DataType.Int64);
        string end = Reshape(Graph.Of(bound), []);
        string zero = Graph.Long(0);
        string isOutside = Graph.Add("Or", [Graph.Add("Less", [index, zero]), Graph.Add("GreaterOrEqual", [index, end])]);
        region.AddFault(isOutside, node.Origin);
        return Graph.Add("Where", [isOutside, zero, index]);
    }

    public int Axis(int axis) => axis < 0 ? axis + InType(0).Rank : axis;
}
