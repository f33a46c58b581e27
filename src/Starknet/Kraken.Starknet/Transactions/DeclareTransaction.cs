using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Transactions;

/// <summary>A version 3 declare. The class itself travels beside it.</summary>
public sealed record DeclareTransaction : AccountTransaction
{
    /// <inheritdoc/>
    public override TransactionType Type => TransactionType.Declare;

    /// <summary>The account that pays.</summary>
    public required Felt SenderAddress { get; init; }

    /// <inheritdoc/>
    public override Felt Sender => SenderAddress;

    /// <summary>The hash of the Sierra class.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>The hash of the class compiled to CASM; by Blake since protocol 0.14.1.</summary>
    public required Felt CompiledClassHash { get; init; }

    /// <summary>Reserved by the protocol; must be empty to be accepted.</summary>
    public ImmutableArray<Felt> AccountDeploymentData { get; init; } = [];
}
