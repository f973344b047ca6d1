using System.Runtime.Intrinsics.X86;
using DynCompile.Runtime.Kernels.Bytes;

namespace DynCompile.Runtime;

/// <summary>8-bit weights in panels of 16 outputs, in the order in which <see cref="ByteTile{T}"/> reads them.</summary>
/// <remarks>
/// [outputs / 16][groups][16][group], filled up with zeros; before each panel, what the sums of its outputs start at. How many inputs
/// form a group depends on the machine (<see cref="IByteProducts"/>).
/// </remarks>
internal sealed unsafe class BytePanels : IDisposable
{
    /// <summary>Outputs of a panel.</summary>
    public const int Width = 16;

    private const int StartBytes = Width * sizeof(int);

    private readonly NativeBuffer _memory;

    /// <param name="outputs">Rows of weights.</param>
    /// <param name="runs">Runs of inputs, each of which is filled up to whole groups.</param>
    /// <param name="runLength">Inputs of a run.</param>
    /// <param name="group">Inputs in one group.</param>
    /// <param name="weightAt">The weight of an output for an input of a run.</param>
    /// <param name="what">What an error about memory names.</param>
    public BytePanels(int outputs, int runs, int runLength, int group, Func<int, int, int, sbyte> weightAt, string what)
    {
        Group = group;
        GroupsOfRun = (runLength + group - 1) / group;
        Groups = checked(runs * GroupsOfRun);
        int offset = group == FourByteProducts.Group ? FourByteProducts.Offset : 0;
        _memory = new NativeBuffer((outputs + Width - 1) / Width * PanelBytes, what);
        new Span<byte>(_memory.Pointer, checked((int)_memory.Bytes)).Clear();
        for (int output = 0; output < outputs; output++)
        {
            int sum = 0;
            sbyte* panel = Weights(output / Width) + output % Width * group;
            for (int run = 0; run < runs; run++)
            for (int i = 0; i < runLength; i++)
            {
                sbyte weight = weightAt(output, run, i);
                sum += weight;
                panel[((long)run * GroupsOfRun + i / group) * Width * group + i % group] = weight;
            }
            Start(output / Width)[output % Width] = unchecked(-offset * sum);
        }
    }

    /// <summary>How many inputs form a group on this machine.</summary>
    public static int BestGroup { get; } =
        AvxVnni.IsSupported ? FourByteProducts.Group
        : Avx2.IsSupported ? TwoByteProducts.Group
        : SingleProducts.Group;

    /// <summary>Inputs in one group.</summary>
    public int Group { get; }

    /// <summary>Groups of one run.</summary>
    public int GroupsOfRun { get; }

    /// <summary>Groups of all runs.</summary>
    public int Groups { get; }

    /// <summary>The size in memory.</summary>
    public long Bytes => _memory.Bytes;

    private long PanelBytes => StartBytes + (long)Groups * Width * Group;

    /// <summary>What the sums of a panel start at.</summary>
    public int* Start(int panel) => (int*)(_memory.Pointer + panel * PanelBytes);

    /// <summary>The weights of a panel.</summary>
    public sbyte* Weights(int panel) => (sbyte*)(_memory.Pointer + panel * PanelBytes + StartBytes);

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _memory.Dispose();
}
