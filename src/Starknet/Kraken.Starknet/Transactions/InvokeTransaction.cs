using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Transactions;

/// <summary>A version 3 invoke: the account validates it and runs its <c>__execute__</c> on the calldata.</summary>
public sealed record InvokeTransaction : AccountTransaction
{
    /// <inheritdoc/>
    public override TransactionType Type => TransactionType.Invoke;

    /// <summary>The account.</summary>
    public required Felt SenderAddress { get; init; }

    /// <inheritdoc/>
    public override Felt Sender => SenderAddress;

    /// <summary>The arguments of <c>__execute__</c>: by convention the serialised calls.</summary>
    public required ImmutableArray<Felt> Calldata { get; init; }

    /// <summary>Reserved by the protocol; must be empty to be accepted.</summary>
    public ImmutableArray<Felt> AccountDeploymentData { get; init; } = [];

    /// <summary>Facts of a proof sent beside the transaction; empty in almost all. Hashed only when not empty (protocol 0.14.2).</summary>
    public ImmutableArray<Felt> ProofFacts { get; init; } = [];
}
