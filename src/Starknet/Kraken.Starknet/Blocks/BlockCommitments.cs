using System.Collections.Generic;
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

    /// <summary>Where those of a block's content differ from these, which its header states.</summary>
    /// <param name="content">The commitments that were computed from the content.</param>
    public IEnumerable<(string What, Felt Expected, Felt Got)> Differences(BlockCommitments content)
    {
        System.ArgumentNullException.ThrowIfNull(content);
        (string What, Felt Expected, Felt Got)[] pairs =
        [
            ("number of transactions", TransactionCount, content.TransactionCount),
            ("commitment to transactions and signatures", Transactions, content.Transactions),
            ("commitment to receipts", Receipts, content.Receipts),
            ("number of events", EventCount, content.EventCount),
            ("commitment to events", Events, content.Events),
            ("length of the state diff", StateDiffLength, content.StateDiffLength),
            ("hash of the state diff", StateDiff, content.StateDiff),
        ];
        foreach ((string What, Felt Expected, Felt Got) pair in pairs)
        {
            if (pair.Got != pair.Expected)
            {
                yield return pair;
            }
        }
    }
}
