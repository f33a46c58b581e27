using System;
using System.Linq;
using System.Text.Json.Serialization;
using Kraken.Fields;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>An account of the first block.</summary>
public sealed record GenesisAccount
{
    /// <summary>Where it stands, below 2^251 - 256.</summary>
    public required Felt Address { get; init; }

    /// <summary>The x coordinate of its Stark key.</summary>
    public required Felt PublicKey { get; init; }

    /// <summary>Its balance of the fee token, in fri.</summary>
    public required UInt128 Balance { get; init; }

    /// <summary>Its class, whose constructor block 0 runs with the public key; null for the chain's own account class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Felt? ClassHash { get; init; }

    internal PredeployedAccount ToAccount()
    {
        // The keys of development accounts are known to everybody; no other private key is in a genesis file.
        Felt? published = DevelopmentAccounts.All.FirstOrDefault(account => account.PublicKey == PublicKey)?.PrivateKey;
        return new PredeployedAccount(Address, PublicKey, Balance, published) { ClassHash = ClassHash };
    }

    internal static GenesisAccount Of(PredeployedAccount account) => new()
    {
        Address = account.Address, PublicKey = account.PublicKey, Balance = account.Balance, ClassHash = account.ClassHash,
    };
}
