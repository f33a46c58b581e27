using System;
using System.Threading;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Chain;

/// <summary>A transaction of the block being built, with what it takes to execute it again.</summary>
/// <param name="Flags">How it runs; null for the protocol's way.</param>
internal abstract record PendingTransaction(Transaction Transaction, ExecutionFlags? Flags)
{
    /// <summary>By which receipts name it.</summary>
    internal Felt Hash => Transaction.Hash;

    /// <summary>Executes it at a block's end; null when it is in the block now.</summary>
    internal abstract SubmissionError? AddTo(GrowingBlock block, CancellationToken cancellation);

    /// <summary>One that an account sent.</summary>
    internal sealed record OfAccount(SubmittedTransaction Submitted, ExecutionFlags? Flags)
        : PendingTransaction(Submitted.Transaction, Flags)
    {
        internal override SubmissionError? AddTo(GrowingBlock block, CancellationToken cancellation) => block.Add(Submitted, cancellation);
    }

    /// <summary>A message from L1.</summary>
    internal sealed record OfMessage(L1HandlerTransaction Message, UInt128 PaidFee) : PendingTransaction(Message, null)
    {
        internal override SubmissionError? AddTo(GrowingBlock block, CancellationToken cancellation) =>
            block.AddMessage(Message, PaidFee, cancellation);
    }
}
