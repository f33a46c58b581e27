using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Transactions;

/// <summary>A version 0 L1 handler: a message from L1, without signature or fee on L2.</summary>
public sealed record L1HandlerTransaction : Transaction
{
    /// <inheritdoc/>
    public override TransactionType Type => TransactionType.L1Handler;

    /// <inheritdoc/>
    public override Felt BaseVersion => Felt.Zero;

    /// <summary>The receiver.</summary>
    public required Felt ContractAddress { get; init; }

    /// <inheritdoc/>
    public override Felt Sender => ContractAddress;

    /// <inheritdoc/>
    /// <remarks>Always empty.</remarks>
    public override ImmutableArray<Felt> Signature { get => []; init { } }

    /// <summary>Which handler of the contract the message is for.</summary>
    public required Felt EntryPointSelector { get; init; }

    /// <summary>The handler's arguments; the first is the L1 sender's address.</summary>
    public required ImmutableArray<Felt> Calldata { get; init; }
}
