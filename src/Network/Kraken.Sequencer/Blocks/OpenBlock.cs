using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Blocks;

/// <summary>A block that is being executed, with what is known of its header before anything was.</summary>
/// <param name="Parent">The block below.</param>
/// <param name="Header">Number, parent, time, sequencer, prices; roots and hash follow from execution.</param>
/// <param name="Run">The execution.</param>
internal sealed record OpenBlock(BlockParent Parent, BlockHeader Header, BlockRun Run)
{
    /// <summary>The transactions in the block so far, in order, as they were given.</summary>
    internal List<SubmittedTransaction> Transactions { get; } = [];

    /// <summary>The messages from L1 after them; no transaction follows one.</summary>
    internal List<L1HandlerTransaction> Messages { get; } = [];

    /// <summary>
    /// Cells that the traces of the block's transactions keep: who checks it has one measure of memory for all of them.
    /// </summary>
    internal long KeptCells { get; set; }

    /// <summary>The block as it is proposed, with the transactions so far.</summary>
    internal ProposedBlock Proposal =>
        new(Header.Number, Header.Timestamp, Header.SequencerAddress, [.. Transactions]) { Messages = [.. Messages] };

    /// <summary>Whether a proposal's block is this one, or this one with further transactions; one with messages begins no other.</summary>
    internal bool Begins(ProposedBlock proposal) =>
        proposal.Number == Header.Number
        && proposal.Timestamp == Header.Timestamp
        && proposal.Sequencer == Header.SequencerAddress
        && Messages.Count == 0
        && proposal.Transactions.Length >= Transactions.Count
        && Transactions.Zip(proposal.Transactions).All(pair => AreSame(pair.First, pair.Second));

    // A transaction's hash binds neither its signature nor the class that it declares: all of its bytes are compared.
    private static bool AreSame(SubmittedTransaction first, SubmittedTransaction second) =>
        ReferenceEquals(first, second)
        || (first.Transaction.Hash == second.Transaction.Hash
            && TransactionDecoder.BytesOf(first).AsSpan().SequenceEqual(TransactionDecoder.BytesOf(second)));
}
