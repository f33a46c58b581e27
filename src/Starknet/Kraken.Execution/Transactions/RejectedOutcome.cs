namespace Kraken.Execution.Transactions;

/// <summary>The transaction may not enter the block; the state is as before.</summary>
/// <param name="Rejection">Why.</param>
public sealed record RejectedOutcome(Rejection Rejection) : TransactionOutcome;
