namespace DynCompile.Runtime.Kernels.Tiles;

/// <summary>Where the lines of a panel are, one after the other, and which element of a row each is multiplied by.</summary>
internal unsafe interface IPanelWalk
{
    /// <summary>The element of a row for the line of a number.</summary>
    nint Summand(nint line);

    /// <summary>The line reached, and one step on.</summary>
    float* Next();
}
