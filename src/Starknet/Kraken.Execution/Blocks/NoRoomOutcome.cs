using Kraken.Execution.Transactions;

namespace Kraken.Execution.Blocks;

/// <summary>
/// The transaction could be executed, but passes a limit of the block; the state is as before and the block goes on without it.
/// </summary>
/// <param name="Excess">The limit, with what was expected and what came.</param>
/// <param name="FitsEmptyBlock">Whether a block of its own has room for it; if not, no block ever has.</param>
public sealed record NoRoomOutcome(string Excess, bool FitsEmptyBlock) : TransactionOutcome;
