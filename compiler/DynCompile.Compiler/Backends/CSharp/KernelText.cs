using DynCompile.Graph;

namespace DynCompile.Backends.CSharp;
internal static class KernelText
{
    public static WeightForm? FormOf(Node node, int input, FunctionText text) => null;
    public static void CopyPrefix(Node node, FunctionText text, string live, CodeWriter writer) { }
    public static void Write(Node node, FunctionText text, string live, CodeWriter writer) { }
}
