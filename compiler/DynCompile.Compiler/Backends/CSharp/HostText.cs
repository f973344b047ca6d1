using DynCompile.Graph;
using DynCompile.Graph.Operators;
using DynCompile.Regions;
using DynCompile.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>Host values as C# expressions over the host program's local variables.</summary>
internal sealed class HostText(HostScalars host)
{
    /// <summary>The local variable of an iteration or a chosen index.</summary>
    public static string Variable(ValueId value) => $"i{value.Index}";

    public bool Contains(ValueId value) => host.Contains(value);

    public string Of(ValueId value)
    {
        if (host.IsVariable(value))
            return Variable(host.VariableOf(value));
        Node node = host.NodeOf(value);
        switch (node.Operator)
        {
            case SizeValue size:
                return SizeText.Of(size.Value);
            case Constant constant:
                return ScalarText.Literal(new Scalar.Literal(constant.Values[0], constant.Type.Element));
            case Elementwise elementwise:
                Scalar body = elementwise.Body((EquatableArray<Tensors.ElementType>)[.. node.Inputs.Select(ElementOf)]);
                return ScalarText.Element(body, a => Of(node.Inputs[a.Index]), fault: "");
            default:
                throw new InvalidOperationException($"{node.Operator.Name} is not computed by the host");
        }
    }

    private Tensors.ElementType ElementOf(ValueId value) =>
        host.IsVariable(value) ? Tensors.ElementType.I32 : host.NodeOf(value).Result.Type.Element;
}
