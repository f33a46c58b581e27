using System;
using System.Linq;
using Kraken.Curves;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Bench;

/// <summary>Signed ERC-20 transfers of many accounts: each sends one, to any other, before the first sends its second.</summary>
internal static class SignedTransfers
{
    internal const int Accounts = 1_000;

    private const ulong MaxPrice = 20_000_000_000;

    internal static GenesisDescription Genesis { get; } = new() { Accounts = [.. Enumerable.Range(1, Accounts).Select(Account)] };

    private static PredeployedAccount Account(int number)
    {
        Felt key = (Felt)(ulong)(0x1_0000 + number);
        Felt address = (Felt)(ulong)(0xacc_0000 + number);
        return new(address, StarkCurve.PublicKey(key), UInt128.One << 90, key);
    }

    // The receiver is another account by a fixed shuffle, so that a few transfers of a block meet.
    internal static ExecutableTransaction Number(int number)
    {
        PredeployedAccount sender = Genesis.Accounts[number % Accounts];
        PredeployedAccount receiver = Genesis.Accounts[(int)((uint)number * 2_654_435_761 % Accounts)];
        Transaction transaction = new InvokeTransaction
        {
            SenderAddress = sender.Address,
            Nonce = number / Accounts,
            Calldata = [1, Genesis.FeeTokenAddress, Selector.FromName("transfer"), 3, receiver.Address, 5, 0],
            ResourceBounds = new(new(0, MaxPrice), new(20_000_000, MaxPrice), new(10_000, MaxPrice)),
        }.WithHash(Genesis.ChainId);
        EcdsaSignature signature = Ecdsa.Sign(sender.PrivateKey!.Value, transaction.Hash);
        return new(transaction with { Signature = [signature.R, signature.S] });
    }
}
