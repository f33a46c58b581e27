using System;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Genesis;

/// <summary>Where Cairo contracts keep their storage variables.</summary>
public static class StorageLayout
{
    /// <summary>The key of a variable: the Starknet Keccak of its name. A value of several felts takes the keys after it.</summary>
    public static Felt Variable(string name) => Keccak.StarknetKeccak(name);

    /// <summary>
    /// The key of a map's entry: the variable's key hashed with each part of the entry's key by Pedersen, modulo 2^251 - 256.
    /// </summary>
    public static Felt MapEntry(string name, params ReadOnlySpan<Felt> keys)
    {
        Felt address = Variable(name);
        foreach (Felt key in keys)
        {
            address = Pedersen.Hash(address, key);
        }

        return ContractAddresses.Normalize(address);
    }

    /// <summary>The key of the low half of a fee token balance; the high half is at the next key.</summary>
    public static Felt Balance(Felt holder) => MapEntry("ERC20_balances", holder);
}
