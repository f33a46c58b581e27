using System;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;

namespace Kraken.Execution.Blocks;

/// <summary>What the transactions of a chain have in common.</summary>
/// <param name="FeeToken">The token that fees are paid in (STRK).</param>
public sealed record ChainInfo(ChainId ChainId, Felt FeeToken)
{
    private static readonly Version FirstByBlake = new(0, 14, 3);

    /// <summary>
    /// The token that fees were paid in before version 3 (ETH): its contract is not counted among those that an L1 handler changes, as
    /// <see cref="FeeToken"/> is not among those of other transactions.
    /// </summary>
    public Felt LegacyFeeToken { get; init; } = WellKnownAddresses.EthToken;

    /// <summary>
    /// The hash of the configuration under which proofs that transactions bring must have been made; null where the chain takes no
    /// transaction that brings one.
    /// </summary>
    public Felt? ProofConfigHash { get; init; }

    /// <summary>The hash of a chain's configuration as proofs of executions state it.</summary>
    /// <param name="feeToken">The token that fees are paid in.</param>
    /// <param name="starknetVersion">The protocol's version, such as "0.14.4".</param>
    public static Felt ConfigHashOf(ChainId chain, in Felt feeToken, string starknetVersion) =>
        Version.TryParse(starknetVersion, out Version? version) && version < FirstByBlake
            ? Pedersen.HashArray([Felt.FromShortString("StarknetOsConfig3"), chain.Value, feeToken])
            : ConfigHashOf(chain, feeToken);

    /// <summary>The same since protocol 0.14.3, that of proofs of blocks: BLAKE2s of version, name and fee token.</summary>
    public static Felt ConfigHashOf(ChainId chain, in Felt feeToken) =>
        BlakeFelt.HashMany([Felt.FromShortString("StarknetOsConfig4"), chain.Value, feeToken]);
}
