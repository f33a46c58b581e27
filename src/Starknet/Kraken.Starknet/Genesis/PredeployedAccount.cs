using System;
using Kraken.Fields;

namespace Kraken.Starknet.Genesis;

/// <summary>An account that exists from the first block on.</summary>
/// <param name="PublicKey">The x coordinate of its Stark key.</param>
/// <param name="Balance">Its balance of the fee token, in fri.</param>
/// <param name="PrivateKey">Its private key, for development accounts only.</param>
public sealed record PredeployedAccount(Felt Address, Felt PublicKey, UInt128 Balance, Felt? PrivateKey = null)
{
    /// <summary>
    /// Its class, whose constructor takes the public key; null for the chain's own account class.
    /// </summary>
    public Felt? ClassHash { get; init; }
}
