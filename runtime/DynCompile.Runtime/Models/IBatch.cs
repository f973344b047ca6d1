namespace DynCompile.Runtime;

/// <summary>The samples of one call and the places of their results, whatever the caller keeps them in.</summary>
public interface IBatch
{
    /// <summary>Copies samples into the lanes 0 to <paramref name="count"/> - 1 of the session; may be asked for them again.</summary>
    /// <param name="session">The session whose lanes they are for: that of the call, or of a thread that takes part.</param>
    /// <param name="first">The sample of lane 0.</param>
    /// <param name="count">How many samples.</param>
    void CopyIn(ModelSession session, int first, int count);

    /// <summary>Takes the results of all samples; every sample has succeeded.</summary>
    void CopyOut();
}
