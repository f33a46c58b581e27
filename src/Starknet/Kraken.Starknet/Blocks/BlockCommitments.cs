using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>The commitments of a block to its content.</summary>
/// <param name="Transactions">The root of the transactions' tree.</param>
/// <param name="Events">The root of the events' tree.</param>
/// <param name="Receipts">The root of the receipts' tree.</param>
/// <param name="StateDiff">The hash of the state diff.</param>
/// <param name="TransactionCount">The number of transactions.</param>
/// <param name="EventCount">The number of events of all transactions.</param>
/// <param name="StateDiffLength">The number of the diff's entries: see <see cref="Blocks.StateDiff.Length"/>.</param>
public sealed record BlockCommitments(
    Felt Transactions,
    Felt Events,
    Felt Receipts,
    Felt StateDiff,
    ulong TransactionCount,
    ulong EventCount,
    ulong StateDiffLength)
{
    /// <summary>Those of a block that is not executed yet: all zero.</summary>
    public static BlockCommitments Pending { get; } = new(default, default, default, default, 0, 0, 0);
}
