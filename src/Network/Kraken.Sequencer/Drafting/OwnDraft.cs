using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Drafting;

/// <summary>
/// The block that this node will propose, as far as it is executed. Who is told of transactions that fail is told when the block is built:
/// until then its ground may be lost, and the transactions be good on another. Not safe for several threads.
/// </summary>
internal sealed class OwnDraft
{
    private readonly DraftGround ground;
    private readonly TransactionPool pool;
    private readonly int maxTransactions;
    private readonly HashSet<Felt> taken;
    private readonly Dictionary<Felt, ulong> nonces;
    private readonly List<Action<Candidates>> told = [];
    private Felt[] chosen = [];
    private int seen;
    private int streamed;
    private int parts;

    internal OwnDraft(BlockExecution execution, DraftGround ground, ulong timestamp, Felt self, TransactionPool pool)
    {
        this.ground = ground;
        this.pool = pool;
        maxTransactions = execution.Rules.Limits.Block.MaxTransactions;
        taken = [.. ground.Below.Transactions];
        nonces = new(ground.Below.Nonces);
        Assembly = new BlockAssembly(execution, ground.Parent, timestamp, self) { IsDraft = true };
    }

    /// <summary>The transactions that are being executed. Read from any thread.</summary>
    internal ImmutableArray<Felt> Chosen => [.. Volatile.Read(ref chosen)];

    /// <summary>The block.</summary>
    internal BlockAssembly Assembly { get; }

    /// <summary>What the draft and the blocks below it took from the pool.</summary>
    internal UncommittedContent Taken
    {
        get
        {
            Note();
            return new UncommittedContent(taken, nonces);
        }
    }

    /// <summary>Executes what waits in the pool.</summary>
    /// <param name="most">The most transactions.</param>
    /// <param name="cancellation">Somebody else needs the draft or the processor.</param>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the draft is as the transactions before left it.</exception>
    internal bool Extend(int most, CancellationToken cancellation)
    {
        SubmittedTransaction[] waiting =
        [
            .. pool.Executable(maxTransactions, Taken.Transactions, nonces, Assembly.Block.Header.GasPrices.L2Gas.InFri)
                .Where(candidate => !Assembly.HasPassedOver(candidate.Transaction.Sender))
                .Take(most),
        ];
        Volatile.Write(ref chosen, Array.ConvertAll(waiting, transaction => transaction.Transaction.Hash));
        try
        {
            Assembly.Extend(
                new Candidates(
                    waiting,
                    (refused, rejection) => told.Add(candidates => candidates.Rejected(refused, rejection)),
                    (slow, reason) => told.Add(candidates => candidates.SetAside(slow, reason))),
                cancellation);
        }
        finally
        {
            Volatile.Write(ref chosen, []);
        }

        return waiting.Length == most && !Assembly.IsClosed;
    }

    /// <summary>The parts that tell of what was executed and not told of.</summary>
    internal IEnumerable<DraftPart> TakeParts()
    {
        List<SubmittedTransaction> transactions = Assembly.Block.Transactions;
        while (streamed < transactions.Count)
        {
            int count = Math.Min(transactions.Count - streamed, DraftLimits.MaxPartTransactions);
            ImmutableArray<DraftedTransaction> executed = [.. transactions.Skip(streamed).Take(count).Select(DraftedTransaction.Of)];
            streamed += count;
            yield return new DraftPart(ground.Height, ground.Value, Assembly.Block.Header.Timestamp, parts++, executed);
        }
    }

    /// <summary>The block is built now: tells of the transactions that failed.</summary>
    internal void Tell(Candidates candidates)
    {
        Assembly.IsDraft = false;
        told.ForEach(tell => tell(candidates));
        told.Clear();
    }

    private void Note()
    {
        foreach (SubmittedTransaction transaction in Assembly.Block.Transactions.Skip(seen))
        {
            taken.Add(transaction.Transaction.Hash);
            nonces[transaction.Transaction.Sender] = transaction.Nonce + 1;
        }

        seen = Assembly.Block.Transactions.Count;
    }
}
