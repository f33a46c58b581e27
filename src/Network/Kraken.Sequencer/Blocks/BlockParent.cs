using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.Sequencer.Blocks;

/// <summary>The block below one that is executed: the last committed one, or one that is prepared but not committed.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Commitment">The commitment to that state.</param>
/// <param name="HashOf">The hash of an ancestor, or of the block itself, by number.</param>
/// <param name="GasUsed">The L2 gas of its receipts, by which prices may move; asked from any thread.</param>
public sealed record BlockParent(
    BlockHeader Header, IStateReader State, ICommitmentReader Commitment, Func<ulong, Felt> HashOf, Func<ulong> GasUsed)
{
    /// <summary>The L2 gas that a block's receipts sum to.</summary>
    public static ulong GasOf(IEnumerable<TransactionReceipt> receipts) =>
        receipts.Aggregate(0UL, (sum, receipt) => checked(sum + receipt.Gas.L2Gas));
}
