using System;
using System.IO;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;
using Kraken.Fields;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>The log survives a torn tail, the guard refuses to equivocate, foreign bytes never throw.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-wal-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ALogCutAnywhereKeepsItsWholeRecords()
    {
        string path;
        using (WriteAheadLog log = new(folder))
        {
            Assert.Empty(log.Open(7));
            for (int round = 0; round < 5; round++)
            {
                log.Append(Record(round));
            }

            log.Flush();
            path = Directory.GetFiles(folder)[0];
        }

        byte[] whole = File.ReadAllBytes(path);
        int each = whole.Length / 5;
        for (int cut = whole.Length; cut >= 0; cut -= 7)
        {
            File.WriteAllBytes(path, whole[..cut]);
            using WriteAheadLog log = new(folder);
            Assert.Equal(cut / each, log.Open(7).Count);
            log.Append(Record(9));
            log.Flush();
            Assert.Equal((cut / each) + 1, Reopen());
        }
    }

    [Fact]
    public void AFlippedBitEndsTheLogBeforeItsRecord()
    {
        using (WriteAheadLog log = new(folder))
        {
            log.Open(7);
            log.Append(Record(0));
            log.Append(Record(1));
        }

        string path = Directory.GetFiles(folder)[0];
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(1, Reopen());
    }

    [Fact]
    public void TheGuardNeverSignsTwoValuesInOneStep()
    {
        using ValidatorKey key = ValidatorKey.Generate();
        string path = Path.Combine(folder, "signed.json");
        Vote vote = new(VoteType.Prevote, 5, 1, new ValueId((Felt)1), new ValidatorId((Felt)2));
        SignerGuard guard = new(key, "TEST", path);
        Assert.NotNull(guard.Sign(vote));
        Assert.NotNull(guard.Sign(vote));
        Assert.Null(guard.Sign(vote with { Value = null }));
        Assert.Null(guard.Sign(vote with { Round = 0 }));
        SignerGuard restarted = new(key, "TEST", path);
        Assert.Null(restarted.Sign(vote with { Value = new ValueId((Felt)3) }));
        Assert.Null(restarted.Sign(new Proposal(5, 1, new ValueId((Felt)1), -1, vote.Validator)));
        Assert.NotNull(restarted.Sign(vote with { Type = VoteType.Precommit }));
    }

    [Fact]
    public void ForeignBytesAreRefusedWithoutAnException()
    {
        Random random = new(1);
        byte[] good = MessageCodec.Encode(new ConsensusMessage.VoteMessage(new SignedVote(((ConsensusInput.VoteReceived)Record(3).Input).Vote.Vote, new byte[64])));
        Assert.True(MessageCodec.TryDecode(good, out _));
        for (int i = 0; i < good.Length; i++)
        {
            Assert.False(MessageCodec.TryDecode(good.AsSpan(0, i), out _));
        }

        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            MessageCodec.TryDecode(bytes, out _);
            MessageCodec.TryDecodeCertificate(bytes, out _);
        }
    }

    private int Reopen()
    {
        using WriteAheadLog log = new(folder);
        return log.Open(7).Count;
    }

    private static LogRecord Record(int round) =>
        new(new ConsensusInput.VoteReceived(new SignedVote(new Vote(VoteType.Prevote, 7, round, null, new ValidatorId((Felt)1)), new byte[64])), default);
}
