using System;
using System.IO;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Engine.Storage;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>The log tells a torn tail from damage, the guard refuses to equivocate, foreign bytes never throw.</summary>
public sealed class DurabilityTests : IDisposable
{
    private const int MaxBlockBytes = 1 << 20;

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-wal-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ALogCutAnywhereKeepsItsWholeRecords()
    {
        string path = Write(5);
        byte[] whole = File.ReadAllBytes(path);
        int each = whole.Length / 5;
        for (int cut = whole.Length; cut > 0; cut -= 7)
        {
            File.WriteAllBytes(path, whole[..cut]);
            using (FolderStorage storage = new(folder))
            {
                WriteAheadLog log = new(storage, Cluster.Algorithm, MaxBlockBytes);
                LogContent content = log.Open(7);
                Assert.Null(content.Damage);
                Assert.Equal(cut / each, content.Records.Count);
                log.Append(Record(9));
                log.Flush();
            }

            Assert.Equal((cut / each) + 1, Open().Records.Count);
        }
    }

    [Fact]
    public void AWriteThatAFullDiskCutOffIsNoDamageOnceTheNextSucceeds()
    {
        using FolderStorage folders = new(folder);
        FullDisk disk = new(folders);
        WriteAheadLog log = new(disk, Cluster.Algorithm, MaxBlockBytes);
        log.Open(7);
        log.Append(Record(1));
        for (int taken = 1; taken <= 3; taken++)
        {
            disk.Takes = 10 * taken;
            Assert.Throws<IOException>(() => log.Append(Record(2)));
        }

        disk.Takes = int.MaxValue;
        log.Append(Record(2));
        log.Append(Record(3));
        log.Flush();
        LogContent content = Open();
        Assert.Null(content.Damage);
        Assert.Equal(3, content.Records.Count);
    }

    [Fact]
    public void ATailOfGarbageIsTorn()
    {
        string path = Write(2);
        File.AppendAllBytes(path, new byte[500]);
        LogContent content = Open();
        Assert.Null(content.Damage);
        Assert.Equal(2, content.Records.Count);
    }

    [Fact]
    public void AFlippedBitInTheLastRecordIsTorn()
    {
        string path = Write(2);
        Flip(path, ^1);
        LogContent content = Open();
        Assert.Null(content.Damage);
        Assert.Single(content.Records);
    }

    [Fact]
    public void AFlippedBitBeforeIntactRecordsIsDamageAndTheFileIsKept()
    {
        string path = Write(3);
        Flip(path, 20);
        LogContent content = Open();
        Assert.NotNull(content.Damage);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(path + ".damaged"));
    }

    [Fact]
    public void TheGuardNeverSignsTwoStatementsInOneSlot()
    {
        using ValidatorKey key = ValidatorKey.Generate();
        using FolderStorage storage = new(folder);
        Vote vote = new(VoteType.Prevote, 5, 1, new ValueId((Felt)1), new ValidatorId((Felt)2));
        SignerGuard guard = Open(key, storage, isNew: true);
        Assert.NotNull(guard.Sign(vote));
        Assert.NotNull(guard.Sign(vote));
        Assert.Null(guard.Sign(vote with { Value = null }));
        Assert.Null(guard.Sign(vote with { Round = 0 }));
        SignerGuard restarted = Open(key, storage, isNew: false);
        Assert.Null(restarted.Sign(vote with { Value = new ValueId((Felt)3) }));
        Assert.Null(restarted.Sign(new Proposal(5, 1, new ValueId((Felt)1), -1, vote.Validator)));
        Assert.NotNull(restarted.Sign(vote with { Type = VoteType.Precommit }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5 1 1")]
    [InlineData("5 1 1 abc\n")]
    [InlineData("{\"Height\":5}")]
    public void ADamagedGuardIsRefused(string content)
    {
        using ValidatorKey key = ValidatorKey.Generate();
        using FolderStorage storage = new(folder);
        File.WriteAllText(Path.Combine(folder, SignerGuard.FileName), content);
        Assert.Throws<InvalidDataException>(() => Open(key, storage, isNew: true));
    }

    [Fact]
    public void AGuardIsMissingOnlyWhereNothingWasSigned()
    {
        using ValidatorKey key = ValidatorKey.Generate();
        using FolderStorage storage = new(folder);
        Assert.Throws<InvalidDataException>(() => Open(key, storage, isNew: false));
        Assert.Equal(0UL, Open(key, storage, isNew: true).Last.Slot.Height);

        // A crash before the first signature leaves a validator that can start again.
        Assert.Equal(0UL, Open(key, storage, isNew: false).Last.Slot.Height);
    }

    [Fact]
    public void ForeignBytesAreRefusedWithoutAnException()
    {
        Random random = new(1);
        PeerMessageCodec codec = new(Cluster.Algorithm, MaxBlockBytes);
        byte[] good = codec.Encode(new PeerMessage.Consensus(new TendermintMessage.VoteMessage(new SignedVote(SomeVote(3), new byte[64]))));
        Assert.True(codec.TryDecode(good, out _));
        for (int i = 0; i < good.Length; i++)
        {
            Assert.False(codec.TryDecode(good.AsSpan(0, i), out _));
        }

        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            codec.TryDecode(bytes, out _);
            LogRecord.Decode(bytes, Cluster.Algorithm, MaxBlockBytes);
            CertificateCodec.Decode(bytes, Cluster.Algorithm);
        }
    }

    [Fact]
    public void ABlockAtItsLimitIsDecodedAndOneBytePastItIsNot()
    {
        PeerMessageCodec codec = new(Cluster.Algorithm, MaxBlockBytes);
        Proposal proposal = new(5, 0, new ValueId((Felt)1), -1, new ValidatorId((Felt)2));
        byte[] Encoded(int bytes) => codec.Encode(new PeerMessage.Consensus(
            new TendermintMessage.ProposalMessage(new SignedProposal(proposal, new byte[64]), new byte[bytes])));
        Assert.True(codec.TryDecode(Encoded(MaxBlockBytes), out _));
        Assert.False(codec.TryDecode(Encoded(MaxBlockBytes + 1), out _));
    }

    private static SignerGuard Open(ValidatorKey key, FolderStorage storage, bool isNew) =>
        SignerGuard.Open(key, Cluster.Algorithm, Cluster.Domain, storage, isNew);

    private static void Flip(string path, Index place)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[place] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static Vote SomeVote(int round) => new(VoteType.Prevote, 7, round, null, new ValidatorId((Felt)1));

    private static LogRecord Record(int round) => new LogRecord.Input(
        new ConsensusInput.MessageReceived(new TendermintMessage.VoteMessage(new SignedVote(SomeVote(round), new byte[64])), true));

    private string Write(int records)
    {
        using FolderStorage storage = new(folder);
        WriteAheadLog log = new(storage, Cluster.Algorithm, MaxBlockBytes);
        Assert.Empty(log.Open(7).Records);
        for (int round = 0; round < records; round++)
        {
            log.Append(Record(round));
        }

        log.Flush();
        return Directory.GetFiles(folder, "*.wal")[0];
    }

    private LogContent Open()
    {
        using FolderStorage storage = new(folder);
        return new WriteAheadLog(storage, Cluster.Algorithm, MaxBlockBytes).Open(7);
    }
}
