using System;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;

namespace Kraken.Starknet.Chain;

/// <summary>
/// A block that is proposed, or executed to be, and that the committee has not decided yet: it may become the next one, or give way to
/// another. What of it was not proposed yet grows, and has no hash.
/// </summary>
/// <param name="Block">Header, transactions and receipts; its parent is the last decided block.</param>
/// <param name="Diff">What it changes.</param>
public sealed record PreConfirmedBlock(Block Block, StateDiff Diff)
{
    /// <summary>Gives a class that it declares, by its hash; null for any other.</summary>
    public Func<Felt, SierraClass?> ClassOf { get; init; } = static _ => null;
}
