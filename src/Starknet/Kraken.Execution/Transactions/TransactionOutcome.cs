namespace Kraken.Execution.Transactions;

/// <summary>What became of a transaction.</summary>
public abstract record TransactionOutcome;
