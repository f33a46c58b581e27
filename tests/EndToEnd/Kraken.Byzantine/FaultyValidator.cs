using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.P2P;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet;
using Kraken.Starknet.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Byzantine;

/// <summary>The keys and the links of a validator without its conscience: it signs and sends whatever an attack asks for.</summary>
internal sealed class FaultyValidator : IAsyncDisposable
{
    // Above everything that an honest node accepts.
    private const int MaxContentBytes = 32 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly GenesisFile genesis;
    private readonly ValidatorKey key;
    private readonly SigningDomain domain;
    private readonly PeerMessageCodec codec;
    private PeerNetwork? network;
    private long attempts;
    private ulong height = 1;

    public FaultyValidator(string folder, Felt genesisHash)
    {
        NodeFile file = NodeFile.Load(Path.Combine(folder, NodeFile.FileName));
        genesis = GenesisFile.Load(Path.Combine(folder, file.Genesis));
        Self = new ValidatorId(Felt.Parse(file.Validator));
        key = ValidatorKey.Load(Path.Combine(folder, NodeFile.SigningKeyFile));
        Certificate = PeerCertificate.Load(Path.Combine(folder, NodeFile.ConnectionKeyFile));
        domain = new SigningDomain(genesis.ChainId, genesisHash, Epoch: 0);
        Committee = genesis.Committee();
        Limits = genesis.Limits ?? new ChainLimits();
        Decoder = new TransactionDecoder(ChainId.FromName(genesis.ChainId), Limits);
        codec = new PeerMessageCodec(Algorithm, MaxContentBytes);
        Victims = [.. genesis.Peers().Where(peer => peer.Id != new PeerId(Self.Address))];
    }

    public ValidatorId Self { get; }

    public X509Certificate2 Certificate { get; }

    public Committee Committee { get; }

    public ChainLimits Limits { get; }

    public TransactionDecoder Decoder { get; }

    public PeerAddress[] Victims { get; }

    public TendermintAlgorithm Algorithm { get; } = new(new TendermintTimeouts(), new RotatingProposer());

    /// <summary>What the honest validators sent, as far as an attack asks for it.</summary>
    public ConcurrentQueue<ConsensusMessage> Heard { get; } = new();

    /// <summary>Transactions that the honest validators passed on.</summary>
    public ConcurrentQueue<ReadOnlyMemory<byte>> HeardTransactions { get; } = new();

    /// <summary>The height that the others decide now.</summary>
    public ulong Height => Volatile.Read(ref height);

    /// <summary>Messages sent, or connections made.</summary>
    public long Attempts => Volatile.Read(ref attempts);

    /// <summary>Joins the network as the validator that it pretends to be, and waits until the others are connected.</summary>
    public async Task JoinAsync(CancellationToken stop)
    {
        LinkLimits usual = new();
        LinkLimits wide = new()
        {
            Votes = Widen(usual.Votes),
            Blocks = Widen(usual.Blocks),
            Transactions = Widen(usual.Transactions),
        };
        GenesisValidator own = genesis.Validator(Self);
        network = new PeerNetwork(
            new PeerId(Self.Address),
            Certificate,
            HostName.Listening(own.Host, own.Port),
            genesis.Peers(),
            NullLogger.Instance,
            new PeerNetworkOptions { Links = wide })
        {
            Received = Receive,
            Connected = _ => { },
        };
        network.Start();
        while (network.ConnectedPeers.Count < Victims.Length)
        {
            await Task.Delay(Pause, stop).ConfigureAwait(false);
        }
    }

    public void Attempted() => Interlocked.Increment(ref attempts);

    /// <summary>The first round of the current height in which this validator proposes.</summary>
    public int OwnRound(ulong atHeight) =>
        Enumerable.Range(0, Committee.Validators.Count).First(round => new RotatingProposer().Proposer(Committee, atHeight, round) == Self);

    public ConsensusMessage Vote(VoteType type, ulong atHeight, int round, ValueId? value) =>
        Signed(new Vote(type, atHeight, round, value, Self), default);

    public ConsensusMessage Proposal(ulong atHeight, int round, ValueId value, ReadOnlyMemory<byte> block) =>
        Signed(new Proposal(atHeight, round, value, -1, Self) { Digest = BlockDigest.Of(block.Span) }, block);

    public byte[] Encode(PeerMessage message) => codec.Encode(message);

    public byte[] Encode(ConsensusMessage message) => codec.Encode(new PeerMessage.Consensus(message));

    /// <summary>Sends to every honest validator; waits while their queues are full or they refuse this one.</summary>
    public async Task SendAsync(PeerChannel channel, byte[] content, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        bool isSent = false;
        foreach (PeerAddress victim in Victims)
        {
            isSent |= network!.Send(victim.Id, channel, content) == SendResult.Queued;
        }

        await CountAsync(isSent, stop).ConfigureAwait(false);
    }

    /// <summary>Sends to one honest validator.</summary>
    public Task SendAsync(PeerAddress victim, PeerChannel channel, byte[] content, CancellationToken stop) =>
        CountAsync(network!.Send(victim.Id, channel, content) == SendResult.Queued, stop);

    public async ValueTask DisposeAsync()
    {
        if (network is not null)
        {
            await network.DisposeAsync().ConfigureAwait(false);
        }

        Certificate.Dispose();
        key.Dispose();
    }

    public static Felt RandomFelt()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    private static ChannelLimits Widen(ChannelLimits limits) =>
        limits with { MaxContentBytes = MaxContentBytes, OutgoingBytes = 2 * MaxContentBytes, IncomingBytes = 2 * MaxContentBytes };

    private ConsensusMessage Signed(Statement statement, ReadOnlyMemory<byte> block) =>
        Algorithm.MessageOf(Algorithm.Sign(statement, key.Sign(Algorithm.SigningBytes(domain, statement))), block);

    private async Task CountAsync(bool isSent, CancellationToken stop)
    {
        if (isSent)
        {
            Attempted();
        }
        else
        {
            await Task.Delay(Pause, stop).ConfigureAwait(false);
        }
    }

    private ValueTask Receive(PeerId peer, PeerChannel channel, ReadOnlyMemory<byte> content, CancellationToken closing)
    {
        const int MaxHeard = 1000;
        if (channel == PeerChannel.Transactions)
        {
            if (HeardTransactions.Count < MaxHeard)
            {
                HeardTransactions.Enqueue(content);
            }
        }
        else if (channel != PeerChannel.Drafts && codec.TryDecode(content.Span, out PeerMessage? message))
        {
            if (message is PeerMessage.Status status)
            {
                Reach(status.CommittedHeight + 1);
            }
            else if (message is PeerMessage.Consensus { Message: { } said })
            {
                Reach(said.Height);
                if (Heard.Count < MaxHeard)
                {
                    Heard.Enqueue(said);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Reach(ulong reached)
    {
        lock (genesis)
        {
            height = Math.Max(height, reached);
        }
    }
}
