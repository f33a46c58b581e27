using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Chain;

/// <summary>
/// A block that is proposed, or executed to be, and that the committee has not decided yet: it may become the next one, or give way to
/// another. What of it was not proposed yet grows, and has no hash.
/// </summary>
/// <param name="Block">Header, transactions and receipts; its parent is the last decided block.</param>
/// <param name="Diff">What it changes.</param>
public sealed record PreConfirmedBlock(Block Block, StateDiff Diff);
