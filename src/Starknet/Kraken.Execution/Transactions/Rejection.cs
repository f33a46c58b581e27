namespace Kraken.Execution.Transactions;

/// <summary>Why a transaction was rejected.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Message">The reason in words, with what was expected and what came.</param>
public sealed record Rejection(RejectionKind Kind, string Message);
