using System;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Drafting;

/// <summary>
/// A transaction of a draft: its hash, by which pools find it, and which of its forms was executed. A client may give one validator this
/// signature and another that one.
/// </summary>
/// <param name="Hash">The transaction's hash, which binds neither its signature nor the class that it declares.</param>
/// <param name="Form">The first half of the SHA-256 of all its bytes.</param>
public readonly record struct DraftedTransaction(Felt Hash, UInt128 Form)
{
    /// <summary>The bytes of its encoding.</summary>
    internal const int ByteCount = Felt.ByteCount + 16;

    internal static DraftedTransaction Of(SubmittedTransaction transaction) =>
        new(transaction.Transaction.Hash, TransactionDecoder.FormOf(transaction));
}
