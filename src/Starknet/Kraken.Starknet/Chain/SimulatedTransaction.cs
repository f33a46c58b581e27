namespace Kraken.Starknet.Chain;

/// <summary>A simulated transaction.</summary>
/// <param name="Trace">What it did.</param>
/// <param name="Fee">What it would cost.</param>
public sealed record SimulatedTransaction(TransactionTrace Trace, FeeEstimate Fee);
