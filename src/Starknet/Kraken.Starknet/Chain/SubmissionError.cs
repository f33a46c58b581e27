namespace Kraken.Starknet.Chain;

/// <summary>Why a node does not take a transaction.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Message">What was expected and what came, for people.</param>
public sealed record SubmissionError(SubmissionErrorKind Kind, string Message);
