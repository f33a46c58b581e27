using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Receipts;

/// <summary>What a transaction in a block did and cost.</summary>
public sealed record TransactionReceipt
{
    /// <summary>Tells which one of the block it belongs to.</summary>
    public required Felt TransactionHash { get; init; }

    /// <summary>Its kind.</summary>
    public required TransactionType Type { get; init; }

    /// <summary>What it paid.</summary>
    public required FeePayment ActualFee { get; init; }

    /// <summary>How it ended.</summary>
    public ExecutionStatus Status => RevertReason is null ? ExecutionStatus.Succeeded : ExecutionStatus.Reverted;

    /// <summary>Why it was reverted; null when it succeeded. Part of the receipt commitment, so consensus data.</summary>
    public string? RevertReason { get; init; }

    /// <summary>The gas it used.</summary>
    public required GasVector Gas { get; init; }

    /// <summary>Its events in the order of emission: validation, execution, fee transfer.</summary>
    public ImmutableArray<ContractEvent> Events { get; init; } = [];

    /// <summary>Its messages to L1, in order.</summary>
    public ImmutableArray<MessageToL1> Messages { get; init; } = [];

    /// <summary>The deployed account's address, for deploy-account only.</summary>
    public Felt? ContractAddress { get; init; }

    /// <summary>The hash of the L1 message, 32 big-endian bytes, for an L1 handler only.</summary>
    public ImmutableArray<byte> MessageHash { get; init; } = [];
}
