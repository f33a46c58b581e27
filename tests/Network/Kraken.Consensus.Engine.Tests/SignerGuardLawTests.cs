using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Kraken.Storage.Files;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>
/// Whatever is asked of a guard, over whatever restarts and refusing disks: one statement per slot, slots ascend, the file knows first.
/// </summary>
public sealed class SignerGuardLawTests
{
    private static readonly ValidatorId Self = new((Felt)1);

    [Fact]
    public void RandomRequestsOverRestartsNeverEquivocate()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            MemoryDisk disk = new();
            FailingDisk failing = new(disk);
            RecordingSigner signer = new(disk);
            Dictionary<StatementSlot, Statement> released = [];
            StatementSlot last = default;
            SignerGuard guard = SignerGuard.Open(signer, Cluster.Algorithm, Cluster.Domain, failing, isNew: true);
            for (int step = 0; step < 200; step++)
            {
                if (random.Next(10) == 0)
                {
                    guard = SignerGuard.Open(signer, Cluster.Algorithm, Cluster.Domain, failing, isNew: false);
                }

                Statement statement = Any(random, 1 + (ulong)(step / 20));
                bool refuses = random.Next(10) == 0;
                failing.Fails = _ => refuses;
                SignedStatement? signed = null;
                try
                {
                    signed = guard.Sign(statement);
                }
                catch (SyncFailedException)
                {
                    // Only a new process goes on, as Persistence sees to it.
                    guard = SignerGuard.Open(signer, Cluster.Algorithm, Cluster.Domain, disk, isNew: false);
                }

                if (signed is not null)
                {
                    Assert.True(statement.Slot >= last);
                    Assert.True(released.TryAdd(statement.Slot, statement) || released[statement.Slot] == statement,
                        $"seed {seed}: {statement} after {released[statement.Slot]}");
                    last = statement.Slot;
                }
            }

            Assert.InRange(released.Count, 10, 200);
        }
    }

    [Fact]
    public void TheVeryLastStatementIsSignedAgainAndNoOther()
    {
        MemoryDisk disk = new();
        Vote vote = new(VoteType.Precommit, 3, 2, new ValueId((Felt)9), Self);
        Statement[] earlier = [vote with { Type = VoteType.Prevote }, vote with { Round = 1 }, vote with { Height = 2, Round = 99 },
            new Proposal(3, 2, new ValueId((Felt)9), -1, Self)];
        Statement[] other = [vote with { Value = null }, vote with { Value = new ValueId((Felt)8) }];
        Statement[] later = [new Proposal(3, 3, new ValueId((Felt)9), -1, Self), vote with { Height = 4, Round = 0 }];
        for (int life = 0; life < 2; life++)
        {
            SignerGuard guard = SignerGuard.Open(new RecordingSigner(disk), Cluster.Algorithm, Cluster.Domain, disk, isNew: life == 0);
            Assert.NotNull(guard.Sign(vote));
            Assert.NotNull(guard.Sign(vote));
            Assert.All(earlier, statement => Assert.Null(guard.Sign(statement)));
            Assert.All(other, statement => Assert.Null(guard.Sign(statement)));
        }

        Assert.All(later, statement => Assert.NotNull(
            SignerGuard.Open(new RecordingSigner(disk), Cluster.Algorithm, Cluster.Domain, disk, isNew: false).Sign(statement)));
    }

    [Fact]
    public void AFileCutAnywhereIsRefused()
    {
        MemoryDisk disk = new();
        SignerGuard guard = SignerGuard.Open(new RecordingSigner(disk), Cluster.Algorithm, Cluster.Domain, disk, isNew: true);
        guard.Sign(new Vote(VoteType.Prevote, 3, 2, null, Self));
        byte[] whole = disk.Files[SignerGuard.FileName];
        for (int length = 0; length < whole.Length - 1; length++)
        {
            disk.Files[SignerGuard.FileName] = whole[..length];
            Assert.Throws<InvalidDataException>(() => SignerGuard.Open(new RecordingSigner(disk), Cluster.Algorithm, Cluster.Domain, disk,
                isNew: true));
        }
    }

    private static Statement Any(Random random, ulong around)
    {
        ulong height = around + (ulong)random.Next(2);
        int round = random.Next(3);
        ValueId value = new((Felt)(ulong)(1 + random.Next(2)));
        return random.Next(3) switch
        {
            0 => new Proposal(height, round, value, -1, Self),
            1 => new Vote(VoteType.Prevote, height, round, random.Next(2) == 0 ? null : value, Self),
            _ => new Vote(VoteType.Precommit, height, round, random.Next(2) == 0 ? null : value, Self),
        };
    }

    /// <summary>Signs what the guard's file already names, and fails the test otherwise.</summary>
    private sealed class RecordingSigner(MemoryDisk disk) : ISigner
    {
        public byte[] Sign(ReadOnlySpan<byte> message)
        {
            string expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(message));
            Assert.Equal(expected, SignedStep.Parse(Encoding.ASCII.GetString(disk.Files[SignerGuard.FileName]))!.Content);
            return new byte[8];
        }
    }
}
