using Kraken.Execution.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Transactions;

/// <summary>A transaction with what its execution needs beside it.</summary>
/// <param name="Transaction">The transaction, its hash set.</param>
/// <param name="DeclaredClass">The class of a declare; null for other transactions.</param>
/// <param name="Bytes">Its bytes as validators exchange it; counted where a block has limits.</param>
public sealed record ExecutableTransaction(Transaction Transaction, CompiledContract? DeclaredClass = null, long Bytes = 0)
{
    /// <summary>
    /// The fee that the sender of an L1 handler's message paid on L1, in wei: zero is refused. Null where it is not known, in a block that
    /// was decided, and for other transactions.
    /// </summary>
    public System.UInt128? PaidFeeOnL1 { get; init; }

    /// <summary>How it is run, on a chain for development that leaves validation or fees out; null for the flags of a block.</summary>
    public ExecutionFlags? Flags { get; init; }

    /// <summary>Why it can enter no block, known without running it; null when only a run can tell.</summary>
    public Rejection? Refusal { get; init; }
}
