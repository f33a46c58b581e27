using System;
using System.Collections.Immutable;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Tendermint;
using Kraken.P2P;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Transactions;

namespace Kraken.Byzantine.Attacks;

/// <summary>Attacks with proposals.</summary>
internal static class ProposalAttacks
{
    private const int Copies = 200;
    private const int Distinct = 1_100;
    private const int BigBytes = 1 << 20;

    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(1200);

    /// <summary>200 copies of a proposal of 1 MiB in each height.</summary>
    public static Task CopiesAsync(FaultyValidator self, CancellationToken stop) => EachHeightAsync(
        self,
        async height =>
        {
            byte[] block = BigBlock(self, height);
            ValueId value = new(FaultyValidator.RandomFelt());
            byte[] proposal = self.Encode(self.Proposal(height, self.OwnRound(height), value, block));
            for (int i = 0; i < Copies && self.Height == height; i++)
            {
                await self.SendAsync(PeerChannel.Blocks, proposal, stop).ConfigureAwait(false);
            }
        },
        stop);

    /// <summary>More than a thousand different proposals for one round.</summary>
    public static Task ManyAsync(FaultyValidator self, CancellationToken stop) => EachHeightAsync(
        self,
        async height =>
        {
            for (ulong i = 0; i < Distinct && self.Height == height; i++)
            {
                byte[] block = Block(self, height, i, []);
                ValueId value = new(FaultyValidator.RandomFelt());
                ConsensusMessage proposal = self.Proposal(height, self.OwnRound(height), value, block);
                await self.SendAsync(PeerChannel.Blocks, self.Encode(proposal), stop).ConfigureAwait(false);
            }
        },
        stop);

    /// <summary>Its proposal for one validator at once, for another late, when that one has voted, for the third never.</summary>
    public static Task SelectiveAsync(FaultyValidator self, CancellationToken stop) => EachHeightAsync(
        self,
        async height =>
        {
            byte[] block = Block(self, height, 0, []);
            byte[] proposal = self.Encode(self.Proposal(height, self.OwnRound(height), new ValueId(FaultyValidator.RandomFelt()), block));
            int first = (int)(height % (ulong)self.Victims.Length);
            await self.SendAsync(self.Victims[first], PeerChannel.Blocks, proposal, stop).ConfigureAwait(false);
            await Task.Delay(Late, stop).ConfigureAwait(false);
            await self.SendAsync(self.Victims[(first + 1) % self.Victims.Length], PeerChannel.Blocks, proposal, stop).ConfigureAwait(false);
        },
        stop);

    /// <summary>Honest values over garbage bytes: in its own proposals, and in place of the honest proposers' blocks.</summary>
    public static async Task GarbageFirstAsync(FaultyValidator self, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        while (true)
        {
            if (!self.Heard.TryDequeue(out ConsensusMessage? heard))
            {
                await Task.Delay(1, stop).ConfigureAwait(false);
                continue;
            }

            if (heard is TendermintMessage.ProposalMessage honest)
            {
                byte[] garbage = RandomNumberGenerator.GetBytes(1000);
                ulong height = self.Height;
                byte[] own = self.Encode(self.Proposal(height, self.OwnRound(height), honest.Signed.Proposal.Value, garbage));
                await self.SendAsync(PeerChannel.Blocks, own, stop).ConfigureAwait(false);
                await self.SendAsync(PeerChannel.Blocks, self.Encode(honest with { Block = garbage }), stop).ConfigureAwait(false);
            }
        }
    }

    private static async Task EachHeightAsync(FaultyValidator self, Func<ulong, Task> attack, CancellationToken stop)
    {
        await self.JoinAsync(stop).ConfigureAwait(false);
        ulong done = 0;
        while (true)
        {
            ulong height = self.Height;
            if (height > done)
            {
                await attack(height).ConfigureAwait(false);
                done = height;
            }

            await Task.Delay(1, stop).ConfigureAwait(false);
        }
    }

    private static byte[] BigBlock(FaultyValidator self, ulong height)
    {
        int felts = self.Limits.Transaction.MaxCalldataFelts;
        int count = BigBytes / (felts * Fields.Felt.ByteCount);
        return Block(self, height, 0, [.. Enumerable.Range(0, count).Select(i => Heavy(felts, i))]);
    }

    private static SubmittedTransaction Heavy(int felts, int nonce) => new(new InvokeTransaction
    {
        SenderAddress = FaultyValidator.RandomFelt(),
        Nonce = (ulong)nonce,
        Calldata = [.. Enumerable.Range(0, felts).Select(i => (Fields.Felt)(ulong)i)],
        ResourceBounds = TransactionAttacks.Bounds(1),
    });

    private static byte[] Block(FaultyValidator self, ulong height, ulong number, ImmutableArray<SubmittedTransaction> transactions) =>
        new ProposedBlock(height, (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds() + number, self.Self.Address, transactions).Encode();
}
