using System;
using System.Numerics;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;

namespace Kraken.Dev.Accounts;

/// <summary>Balances of the tokens, read from their storage as the protocol reads them.</summary>
internal static class TokenBalances
{
    /// <summary>What an address has.</summary>
    /// <param name="storageAt">Reads a contract's storage at a key, in the state that is asked for.</param>
    /// <param name="unit">The token.</param>
    /// <param name="holder">The address.</param>
    internal static BigInteger Of(Func<Felt, Felt, Felt> storageAt, FeeUnit unit, Felt holder)
    {
        Felt token = TokenUnits.TokenOf(unit);
        Felt low = StorageLayout.Balance(holder);
        return storageAt(token, low).ToBigInteger() + (storageAt(token, low + Felt.One).ToBigInteger() << 128);
    }
}
