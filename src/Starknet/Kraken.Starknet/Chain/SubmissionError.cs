namespace Kraken.Starknet.Chain;

/// <summary>Why a node does not take a transaction.</summary>
/// <param name="Message">What was expected and what came, for people.</param>
public sealed record SubmissionError(SubmissionErrorKind Kind, string Message)
{
    /// <summary>
    /// Whether no honest node of the chain takes the transaction, at whatever block: the reason lies in the transaction and the chain's
    /// rules alone. Nonces, balances and what accounts answer change from block to block.
    /// </summary>
    public bool IsPermanent { get; init; }
}
