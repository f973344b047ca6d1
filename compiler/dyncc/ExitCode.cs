namespace DynCompile.CommandLine;

/// <summary>What <c>dyncc</c> ends with; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The model, the weights or the data are wrong.</summary>
    public const int WrongInput = 1;
    public const int WrongUsage = 2;

    /// <summary>Results differ (<c>--expect</c>).</summary>
    public const int Differs = 3;

    /// <summary>A limit of the tool was reached.</summary>
    public const int Limit = 4;

    /// <summary>A bug of ours.</summary>
    public const int Bug = 70;
}
