using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Byzantine.Attacks;

/// <summary>Attacks with transactions that nobody signed.</summary>
internal static class TransactionAttacks
{
    public static ResourceBoundsMapping Bounds(ulong tenths) => new(
        new ResourceBounds(10_000, tenths * 10_000_000_000),
        new ResourceBounds(1_000_000_000, tenths * 10_000_000_000),
        new ResourceBounds(10_000, tenths * 10_000_000_000));

    /// <summary>For each transaction that is passed on: one of the same sender and nonce that pays a fifth more, unsigned.</summary>
    public static async Task ForgedAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        while (true)
        {
            if (!self.HeardTransactions.TryDequeue(out ReadOnlyMemory<byte> heard))
            {
                await Task.Delay(1, stop).ConfigureAwait(false);
                continue;
            }

            if (self.Decoder.TryDecode(heard.Span, out SubmittedTransaction? honest) && honest!.Transaction is InvokeTransaction invoke)
            {
                InvokeTransaction forged = invoke with { Signature = [], ResourceBounds = Bounds(12), Tip = invoke.Tip + 1_000 };
                await SendAsync(self, forged, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Transactions of senders that do not exist, of the predeployed accounts with made-up signatures, and deployments of accounts
    /// that nobody paid for.
    /// </summary>
    public static async Task JunkAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        PredeployedAccount[] accounts = [.. DevelopmentAccounts.All];
        for (int i = 0; ; i++)
        {
            AccountTransaction junk = (i % 3) switch
            {
                0 => Invoke(FaultyValidator.RandomFelt(), 0),
                1 => Invoke(accounts[i % accounts.Length].Address, (ulong)i),
                _ => new DeployAccountTransaction
                {
                    ClassHash = ChainContracts.Account.ClassHash,
                    ContractAddressSalt = FaultyValidator.RandomFelt(),
                    ConstructorCalldata = [FaultyValidator.RandomFelt()],
                    ContractAddress = accounts[i % accounts.Length].Address,
                    Nonce = 0,
                    Signature = [1, 2],
                    ResourceBounds = Bounds(12),
                },
            };
            await SendAsync(self, junk, stop).ConfigureAwait(false);
        }
    }

    private static Task SendAsync(FaultyValidator self, AccountTransaction transaction, CancellationToken stop) =>
        self.SendAsync(PeerChannel.Transactions, self.Decoder.Encode(new SubmittedTransaction(transaction)), stop);

    private static InvokeTransaction Invoke(Fields.Felt sender, ulong nonce) => new()
    {
        SenderAddress = sender,
        Nonce = nonce,
        Calldata = [.. Enumerable.Range(0, 8).Select(_ => FaultyValidator.RandomFelt())],
        Signature = [FaultyValidator.RandomFelt(), FaultyValidator.RandomFelt()],
        ResourceBounds = Bounds(12),
    };
}
