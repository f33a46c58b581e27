using Kraken.Caching;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.State;

namespace Kraken.Execution.Fees;

/// <summary>Balances of the fee token, read from its storage (variable ERC20_balances, a map to u256).</summary>
internal static class FeeToken
{
    private const int CacheLimit = 1 << 16;

    private static readonly RecentResults<Felt, Felt> Keys = new(CacheLimit);

    /// <summary>The storage key of the low half of an account's balance; the high half lies behind it.</summary>
    internal static Felt BalanceKey(in Felt account)
    {
        if (Keys.TryGet(account, out Felt key))
        {
            return key;
        }

        key = StorageLayout.Balance(account);
        Keys.Set(account, key);
        return key;
    }

    internal static (Felt Low, Felt High) Balance(IStateReader state, in Felt token, in Felt account)
    {
        Felt key = BalanceKey(account);
        return (state.StorageAt(token, key), state.StorageAt(token, key + Felt.One));
    }
}
