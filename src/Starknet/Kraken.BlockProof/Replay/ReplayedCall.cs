using Kraken.Execution.Calls;
using Kraken.Fields;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.BlockProof.Replay;

/// <summary>A call of a re-executed transaction.</summary>
public sealed record ReplayedCall
{
    /// <summary>The transaction's place in the block.</summary>
    public required int TransactionIndex { get; init; }

    /// <summary>The transaction that made the call.</summary>
    public required InvokeTransaction Transaction { get; init; }

    /// <summary>Its receipt, as the block has it.</summary>
    public required TransactionReceipt Receipt { get; init; }

    /// <summary>The call, as the execution gave it.</summary>
    public required CallInfo Call { get; init; }

    /// <summary>The storage of the called contract over the block.</summary>
    public required ContractHistory History { get; init; }

    /// <summary>
    /// Whether the transaction enters the contract no second time, so that storage around the call is that around the transaction.
    /// </summary>
    public required bool IsOnlyOfContract { get; init; }

    /// <summary>The contract whose storage the call used.</summary>
    public Felt Contract => Call.Request.StorageAddress;

    /// <summary>The value of one of the contract's cells before the transaction.</summary>
    public Felt Before(Felt key) => History.Before(TransactionIndex, key);
}
