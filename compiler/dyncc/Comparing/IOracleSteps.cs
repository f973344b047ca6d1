namespace DynCompile.CommandLine;

/// <summary>A way to run a model that tells what it computed on the way.</summary>
internal interface IOracleSteps : IDisposable
{
    /// <summary>All that it computes for one sample of its inputs, from the initial state.</summary>
    StepLog Of(int sample);
}
