using System;
using System.Collections.Immutable;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Accounts;

/// <summary>
/// The accounts that starknet-devnet predeploys for a seed: the same keys and addresses, whatever class stands behind them. Everybody who
/// knows the seed knows the keys: never for value.
/// </summary>
internal static class SeededAccounts
{
    // Addresses are those of a deployment of this class with this salt, which was the account of the first development nodes.
    private const ulong Salt = 20;
    private static readonly Felt AddressClass = Felt.Parse("0x3fcbf77b28c96f4f2fb5bd2d176ab083a12a5e123adeb0de955d7ee228c9854");

    /// <summary>The first accounts of a seed.</summary>
    /// <param name="balance">The balance of each of the fee token, in fri.</param>
    /// <param name="classHash">Their class; null for the chain's own.</param>
    internal static ImmutableArray<PredeployedAccount> Take(uint seed, int count, UInt128 balance, Felt? classHash)
    {
        MersenneTwister64 random = MersenneTwister64.OfNumber(seed);
        ImmutableArray<PredeployedAccount>.Builder accounts = ImmutableArray.CreateBuilder<PredeployedAccount>(count);
        while (accounts.Count < count)
        {
            ulong low = random.Next();
            accounts.Add(Of(new UInt128(random.Next(), low), balance) with { ClassHash = classHash });
        }

        return accounts.MoveToImmutable();
    }

    /// <summary>The account of a private key.</summary>
    internal static PredeployedAccount Of(Felt privateKey, UInt128 balance)
    {
        Felt publicKey = StarkCurve.PublicKey(privateKey);
        Felt address = ContractAddresses.Compute(Felt.Zero, Salt, AddressClass, [publicKey]);
        return new PredeployedAccount(address, publicKey, balance, privateKey);
    }
}
