namespace Kraken.Proofs.Checking;

/// <summary>How a step ended.</summary>
public enum CheckOutcome
{
    /// <summary>Everything agrees.</summary>
    Passed,

    /// <summary>Something differs: the proof does not prove what it is stored for.</summary>
    Failed,

    /// <summary>The step could not be done, for want of the node or of an earlier step.</summary>
    Skipped,
}
