using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Accounts;

/// <summary>The accounts that the client sends from. Their keys are known to everyone: they are for measurements alone.</summary>
internal static class LoadAccounts
{
    /// <summary>The first accounts: the predeployed ones, then others that are the same in every run.</summary>
    public static ImmutableArray<PredeployedAccount> Take(int count) =>
    [
        .. DevelopmentAccounts.All.Take(count),
        .. Enumerable.Range(0, count).Skip(DevelopmentAccounts.All.Length).AsParallel().AsOrdered()
            .Select(index => Derive(string.Create(CultureInfo.InvariantCulture, $"kraken load account {index}"))),
    ];

    /// <summary>The account whose key a text gives.</summary>
    public static PredeployedAccount Derive(string seed)
    {
        // 250 bits, of which none is all zero in practice: always a scalar of the curve.
        Felt privateKey = Keccak.StarknetKeccak(seed);
        Felt publicKey = StarkCurve.PublicKey(privateKey);
        return new PredeployedAccount(AddressOf(publicKey), publicKey, 0, privateKey);
    }

    /// <summary>Where an account of the chain's own class stands that deploys itself, its key as salt.</summary>
    public static Felt AddressOf(Felt publicKey) =>
        ContractAddresses.Compute(Felt.Zero, publicKey, ChainContracts.Account.ClassHash, [publicKey]);
}
