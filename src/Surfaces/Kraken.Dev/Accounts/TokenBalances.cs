using System.Numerics;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.State;

namespace Kraken.Dev.Accounts;

/// <summary>Balances of the tokens, read from their storage as the protocol reads them.</summary>
internal static class TokenBalances
{
    /// <summary>What an address has in a state.</summary>
    internal static BigInteger Of(IStateReader state, TokenUnit unit, Felt holder)
    {
        Felt token = TokenUnits.TokenOf(unit);
        Felt low = StorageLayout.Balance(holder);
        return state.StorageAt(token, low).ToBigInteger() + (state.StorageAt(token, low + Felt.One).ToBigInteger() << 128);
    }
}
