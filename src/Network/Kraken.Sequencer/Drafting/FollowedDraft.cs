using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Drafting;

/// <summary>A block that a peer drafts, executed here as its parts come. Not safe for several threads.</summary>
/// <param name="execution">Executes it.</param>
/// <param name="ground">The block below.</param>
/// <param name="series">The parts.</param>
/// <param name="builder">The peer.</param>
/// <param name="find">A transaction by its hash; null when it is not here.</param>
internal sealed class FollowedDraft(
    BlockExecution execution, DraftGround ground, DraftSeries series, Felt builder, Func<Felt, SubmittedTransaction?> find)
{
    /// <summary>The parts.</summary>
    internal DraftSeries Series => series;

    /// <summary>The block.</summary>
    internal ProposalExecution Execution { get; } = new(execution, ground.Parent, series.Timestamp, builder);

    /// <summary>
    /// Executes transactions, as far as they are here. One that may not enter the block ends the draft, and so does one that is here in
    /// another form: what was executed before it is what the proposal begins with.
    /// </summary>
    /// <param name="next">The transactions that come next.</param>
    /// <param name="cancellation">Somebody else needs the draft or the processor.</param>
    /// <returns>Whether all that are here were executed.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the draft is as the transactions before left it.</exception>
    internal bool TryExtend(IEnumerable<DraftedTransaction> next, CancellationToken cancellation)
    {
        List<SubmittedTransaction> here = [];
        bool isSame = true;
        foreach (DraftedTransaction drafted in next)
        {
            if (find(drafted.Hash) is not { } transaction)
            {
                break;
            }

            isSame = DraftedTransaction.Of(transaction) == drafted;
            if (!isSame)
            {
                break;
            }

            here.Add(transaction);
        }

        return (here.Count == 0 || Execution.TryExtend(here, cancellation)) && isSame;
    }
}
