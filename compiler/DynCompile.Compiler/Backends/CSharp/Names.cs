using System.Globalization;
using System.Text;

namespace DynCompile.Backends.CSharp;

/// <summary>
/// Names of the program as C# identifiers: letters, digits and underscores only, never a keyword, each once. Nothing of the source
/// text gets into the emitted text in another way.
/// </summary>
internal sealed class Names
{
    private static readonly HashSet<string> Keywords =
    [
        "abstract",
        "as",
        "base",
        "bool",
        "break",
        "byte",
        "case",
        "catch",
        "char",
        "checked",
        "class",
        "const",
        "continue",
        "decimal",
        "default",
        "delegate",
        "do",
        "double",
        "else",
        "enum",
        "event",
        "explicit",
        "extern",
        "false",
        "finally",
        "fixed",
        "float",
        "for",
        "foreach",
        "goto",
        "if",
        "implicit",
        "in",
        "int",
        "interface",
        "internal",
        "is",
        "lock",
        "long",
        "namespace",
        "new",
        "null",
        "object",
        "operator",
        "out",
        "override",
        "params",
        "private",
        "protected",
        "public",
        "readonly",
        "ref",
        "return",
        "sbyte",
        "sealed",
        "short",
        "sizeof",
        "stackalloc",
        "static",
        "string",
        "struct",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "uint",
        "ulong",
        "unchecked",
        "unsafe",
        "ushort",
        "using",
        "virtual",
        "void",
        "volatile",
        "while",
    ];

    /// <summary>Types that the emitted text names: a model called Linear must not hide the kernel of that name.</summary>
    private static readonly string[] RuntimeTypes =
    [
        "AdaptiveAvgPool2d",
        "Affine",
        "Arange",
        "ArgMax",
        "ArgMin",
        "Assembly",
        "AvgPool2d",
        "BFloat16",
        "BatchNorm",
        "CancellationToken",
        "CompiledModel",
        "Conv2d",
        "Copy",
        "CumSum",
        "DynCompile",
        "ElasticInfo",
        "ElementPlace",
        "ElementRead",
        "ElementType",
        "ElementUpdate",
        "Elementary",
        "Exponentials",
        "Fault",
        "FaultSite",
        "Fill",
        "Gather",
        "GeneratedCode",
        "GroupNorm",
        "Half",
        "IBatch",
        "IReadOnlyList",
        "IReductionOperation",
        "IndexSelect",
        "IndexedPlace",
        "Interpolate2d",
        "LaneGroups",
        "Lanes",
        "LayerNorm",
        "Linear",
        "LogSoftmax",
        "LogSumExp",
        "MatMul",
        "MaxPool2d",
        "MethodImpl",
        "MethodImplOptions",
        "ModelSession",
        "OneHot",
        "OverloadResolutionPriority",
        "PackedConvolution",
        "PackedMatrix",
        "PackedSharedSparseMatrix",
        "PackedSparseMatrix",
        "Ranking",
        "ReadOnlySpan",
        "ReadOnlyTensorSpan",
        "Reduce",
        "Reduction",
        "ReductionOperations",
        "RmsNorm",
        "Rows",
        "Scatter",
        "SelectionHeap",
        "Session",
        "SessionPool",
        "SliceRead",
        "Softmax",
        "Sort",
        "Span",
        "SparseLinear",
        "Sparsity",
        "Stream",
        "StridedCopy",
        "SubNetwork",
        "Sums",
        "System",
        "Tensor",
        "TensorInfo",
        "TensorSpan",
        "TopK",
        "Unsafe",
        "Vector256",
        "WeightDeclaration",
        "WeightRows",
        "WeightSet",
        "Window2d",
    ];

    private readonly HashSet<string> _used;

    private Names(IEnumerable<string> reserved) => _used = new HashSet<string>(reserved, StringComparer.Ordinal);

    public Names(params string[] reserved)
        : this(reserved.Concat(RuntimeTypes)) { }

    /// <summary>Names that stand where no type can be meant.</summary>
    public static Names WithoutTypes(params string[] reserved) => new(reserved.AsEnumerable());

    /// <summary>A free identifier like <paramref name="wanted"/>, in camel case.</summary>
    public string Camel(string wanted) => Free(Words(wanted, firstUpper: false));

    /// <summary>A free identifier like <paramref name="wanted"/>, in Pascal case.</summary>
    public string Pascal(string wanted) => Free(Words(wanted, firstUpper: true));

    /// <summary>A string literal.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c < ' ' || c > '~')
                quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }

    private string Free(string name)
    {
        string free = name;
        for (int i = 2; Keywords.Contains(free) || !_used.Add(free); i++)
            free = $"{name}{i.ToString(CultureInfo.InvariantCulture)}";
        return free;
    }

    private static string Words(string text, bool firstUpper)
    {
        var name = new StringBuilder();
        bool upper = firstUpper;
        foreach (char c in text)
        {
            bool plain = c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9';
            if (!plain)
            {
                upper = name.Length > 0 || firstUpper;
                continue;
            }
            if (name.Length == 0 && c is >= '0' and <= '9')
                name.Append(firstUpper ? 'N' : 'n');
            char first = name.Length == 0 && !firstUpper ? char.ToLowerInvariant(c) : c;
            name.Append(upper ? char.ToUpperInvariant(c) : first);
            upper = false;
        }
        return name.Length == 0 ? (firstUpper ? "Value" : "value") : name.ToString();
    }
}
