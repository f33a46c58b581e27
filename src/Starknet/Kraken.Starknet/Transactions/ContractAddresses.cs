using System;
using System.Numerics;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Transactions;

/// <summary>Contract addresses: how they follow from a deployment.</summary>
public static class ContractAddresses
{
    private static readonly Felt Prefix = Felt.FromShortString("STARKNET_CONTRACT_ADDRESS");

    /// <summary>Addresses and class hashes are below this bound, 2^251 - 256.</summary>
    public static BigInteger UpperBound { get; } = (BigInteger.One << 251) - 256;

    /// <summary>The address of a deployment.</summary>
    /// <param name="deployer">The deploying contract, or zero for deploy-account and deployments "from zero".</param>
    /// <param name="constructorCalldata">The constructor's arguments.</param>
    public static Felt Compute(Felt deployer, Felt salt, Felt classHash, ReadOnlySpan<Felt> constructorCalldata) =>
        Normalize(Pedersen.HashArray([Prefix, deployer, salt, classHash, Pedersen.HashArray(constructorCalldata)]));

    /// <summary>Reduces a hash modulo 2^251 - 256, the range of addresses and class hashes.</summary>
    public static Felt Normalize(Felt hash)
    {
        BigInteger value = hash.ToBigInteger();
        return value < UpperBound ? hash : Felt.FromBigInteger(value - UpperBound);
    }
}
