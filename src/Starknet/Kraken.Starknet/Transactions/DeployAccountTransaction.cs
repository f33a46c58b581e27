using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Transactions;

/// <summary>A version 3 deploy-account: the constructor runs, then the new account validates and pays.</summary>
public sealed record DeployAccountTransaction : AccountTransaction
{
    /// <inheritdoc/>
    public override TransactionType Type => TransactionType.DeployAccount;

    /// <summary>The class that the account gets.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>What tells the account's address from others of the same class and arguments.</summary>
    public required Felt ContractAddressSalt { get; init; }

    /// <summary>The constructor's arguments.</summary>
    public required ImmutableArray<Felt> ConstructorCalldata { get; init; }

    /// <summary>
    /// The new account's address, which the other fields determine: see <see cref="ContractAddresses.Compute"/>.
    /// Held so that it is computed once.
    /// </summary>
    public required Felt ContractAddress { get; init; }

    /// <inheritdoc/>
    public override Felt Sender => ContractAddress;
}
