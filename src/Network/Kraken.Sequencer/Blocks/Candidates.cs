using System;
using System.Collections.Generic;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// Transactions that a block is built from, and who is told of those that fail: at once, also when the build is given up later.
/// </summary>
/// <param name="Transactions">The transactions in order.</param>
/// <param name="Rejected">Told of each one that may not enter a block, now and as long as nothing else changes.</param>
/// <param name="SetAside">Told of each one that took more time or memory than this node gives to one transaction, with the reason.</param>
public sealed record Candidates(
    IEnumerable<SubmittedTransaction> Transactions,
    Action<SubmittedTransaction, Rejection> Rejected,
    Action<SubmittedTransaction, string> SetAside)
{
    /// <summary>No transactions.</summary>
    public static Candidates None { get; } = new([], static (_, _) => { }, static (_, _) => { });
}
