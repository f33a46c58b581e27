using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Feeder.Client;

/// <summary>
/// A block and what it changed, as a gateway gave them: nobody checked anything of it.
/// </summary>
/// <param name="Block">Header, transactions and receipts.</param>
/// <param name="OldRoot">The stated root of the state before it.</param>
/// <param name="Diff">The changes.</param>
public sealed record FeederBlock(Block Block, Felt OldRoot, StateDiff Diff);
