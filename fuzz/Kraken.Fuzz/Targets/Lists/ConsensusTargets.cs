using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.P2P;
using Kraken.P2P.Framing;
using Kraken.P2P.Links;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Bytes of other validators, and the files of a validator's own memory.</summary>
internal static class ConsensusTargets
{
    private const int MaxBlockBytes = 1 << 12;
    private const int Height = 7;

    private static readonly TendermintAlgorithm Algorithm = new(new TendermintTimeouts(), new RotatingProposer());
    private static readonly PeerMessageCodec Codec = new(Algorithm, MaxBlockBytes);
    private static readonly SigningDomain Domain = new("SN_SEPOLIA", 7, 0);

    // The channels' lanes, empty.
    private static readonly FuzzBounds Frames = new(1 << 18, 16, TimeSpan.FromSeconds(1));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<PeerMessage>(
            "peer-message", "what validators send each other, blocks to catch up with too", InputShape.Binary, ReadMessage, Messages)
        {
            Encode = Codec.Encode,
            IsCanonical = true,
        },
        new CodecTarget<Certificate>(
            "certificate", "a commit certificate", InputShape.Binary,
            ReadCertificate, () => [CertificateCodec.Encode(Algorithm, CommitOf(4))])
        {
            Encode = certificate => CertificateCodec.Encode(Algorithm, certificate),
            IsCanonical = true,
        },
        new CodecTarget<LogRecord>(
            "log-record", "a record of the engine's log", InputShape.Binary, ReadRecord, () => Records().Select(Encoded))
        {
            Encode = Encoded,
            IsCanonical = true,
        },
        new CodecTarget<LogContent>("engine-log", "the engine's log as a file", InputShape.Binary, ReadLog, Logs)
        {
            Encode = content => LogOf(content.Records),
            Limits = new(1 << 18, 256, TimeSpan.FromSeconds(2)),
        },
        new CodecTarget<SignerGuard>("signer-guard", "the file of the last step signed", InputShape.Text, ReadGuard, Guards)
        {
            Encode = guard => Encoding.ASCII.GetBytes(guard.Last.ToText()),
        },
        new CodecTarget<PieceReader>("p2p-pieces", "what a connection of a peer brings", InputShape.Binary, ReadPieces, Pieces)
        {
            Limits = Frames,
        },
    ];

    private static PeerMessage? ReadMessage(byte[] input) => Codec.TryDecode(input, out PeerMessage? read) ? read : null;

    private static Certificate? ReadCertificate(byte[] input) => CertificateCodec.Decode(input, Algorithm);

    private static LogRecord? ReadRecord(byte[] input) => LogRecord.Decode(input, Algorithm, MaxBlockBytes);

    private static byte[] Encoded(LogRecord record) => record.Encode(Algorithm);

    private static LogContent? ReadLog(byte[] input)
    {
        LogContent content = new WriteAheadLog(new SingleFile(input), Algorithm, MaxBlockBytes).Open(Height);
        return content.Damage is null ? content : null;
    }

    private static byte[] LogOf(IReadOnlyList<LogRecord> records)
    {
        SingleFile file = new(null);
        WriteAheadLog log = new(file, Algorithm, MaxBlockBytes);
        log.Open(Height);
        foreach (LogRecord record in records)
        {
            log.Append(record);
        }

        log.Flush();
        return file.Content ?? [];
    }

    private static SignerGuard? ReadGuard(byte[] input)
    {
        try
        {
            return SignerGuard.Open(new NoSigner(), Algorithm, Domain, new SingleFile(input), isNew: false);
        }
        catch (System.IO.InvalidDataException)
        {
            return null;
        }
    }

    // In two parts, as a connection may bring them; what is over the limits ends it.
    private static PieceReader? ReadPieces(byte[] input)
    {
        PeerNetworkOptions options = new();
        LinkCounters counters = new();
        IncomingLanes lanes = new(options.Links, counters);
        PieceReader reader = new(lanes, counters, options);
        if (reader.Consume(input.AsSpan(0, input.Length / 2), out int first) is not null
            || reader.Consume(input.AsSpan(first), out _) is not null)
        {
            return null;
        }

        reader.Pause(input.Length);
        return lanes.Bytes <= input.Length ? reader : throw new BrokenLawException("no more is kept than arrived");
    }

    private static IEnumerable<byte[]> Messages() =>
    [
        .. TendermintMessages().Select(message => Codec.Encode(new PeerMessage.Consensus(message))),
        Codec.Encode(new PeerMessage.Status(12)),
        Codec.Encode(new PeerMessage.CarrierRequest(12, 1)),
        Codec.Encode(new PeerMessage.BlockRequest(11)),
        Codec.Encode(new PeerMessage.Decided(new CertifiedBlock(CommitOf(3), Block()))),
    ];

    private static IEnumerable<TendermintMessage> TendermintMessages()
    {
        Proposal proposal = new(Height, 2, new ValueId(5), 1, Validator(1)) { Digest = BlockDigest.Of(Block()) };
        Vote nil = new(VoteType.Prevote, Height, 2, null, Validator(3));
        return
        [
            new TendermintMessage.ProposalMessage(new SignedProposal(proposal, Signature()), Block()),
            new TendermintMessage.VoteMessage(new SignedVote(nil, Signature())),
            new TendermintMessage.PolkaMessage(Votes(VoteType.Prevote, 3)),
        ];
    }

    private static IEnumerable<LogRecord> Records() =>
    [
        .. TendermintMessages()
            .Select(message => new LogRecord.Input(new ConsensusInput.MessageReceived(Algorithm.WithBlock(message, default), true))),
        new LogRecord.Input(new ConsensusInput.ValueBuilt(Height, 2, new ValueId(5), BlockDigest.Of(Block()))),
        new LogRecord.Input(new ConsensusInput.TimerElapsed(new TimerId(Height, 2, 1))),
        new LogRecord.KeptBlock(new ValueId(5), Block()),
        new LogRecord.Attempt(BlockDigest.Of(Block())),
        new LogRecord.AttemptEnded(BlockDigest.Of(Block())),
        new LogRecord.Abstention(),
    ];

    private static IEnumerable<byte[]> Logs() => [LogOf([.. Records()]), LogOf([.. Records().Take(2)])];

    private static IEnumerable<byte[]> Guards() =>
    [
        Encoding.ASCII.GetBytes(new SignedStep(new StatementSlot(Height, 2, 1), new string('a', 64)).ToText()),
        Encoding.ASCII.GetBytes(new SignedStep(new StatementSlot(ulong.MaxValue, int.MaxValue, 2), new string('0', 64)).ToText()),
    ];

    private static IEnumerable<byte[]> Pieces()
    {
        byte[] head = new byte[PieceHeader.Bytes];
        byte[][] messages = [.. Messages()];
        List<byte> stream = [];
        foreach (byte[] message in messages)
        {
            new PieceHeader((byte)PeerChannel.Votes, true, message.Length).Write(head);
            stream.AddRange(head);
            stream.AddRange(message);
        }

        new PieceHeader((byte)PeerChannel.Blocks, false, PieceHeader.MaxContentBytes).Write(head);
        byte[] whole = [.. head, .. new byte[PieceHeader.MaxContentBytes]];
        new PieceHeader((byte)PeerChannel.Blocks, true, 1).Write(head);
        byte[] last = [.. head, 1];
        new PieceHeader(PieceHeader.KeepAlive, true, 0).Write(head);
        return [[.. stream], [.. head, .. whole, .. last, .. head]];
    }

    private static CommitCertificate CommitOf(int votes) => new(Height, 2, new ValueId(5), Votes(VoteType.Precommit, votes));

    private static List<SignedVote> Votes(VoteType type, int count) =>
        [.. Enumerable.Range(1, count)
            .Select(index => new SignedVote(new Vote(type, Height, 2, new ValueId(5), Validator(index)), Signature()))];

    private static ValidatorId Validator(int index) => new(index);

    private static byte[] Signature() => [.. Enumerable.Range(0, 64).Select(index => (byte)index)];

    private static byte[] Block() => [.. Enumerable.Range(0, 100).Select(index => (byte)(index * 7))];

    private sealed class NoSigner : ISigner
    {
        public byte[] Sign(ReadOnlySpan<byte> message) => throw new InvalidOperationException("nothing is signed here");
    }
}
