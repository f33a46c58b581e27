using System;
using Kraken.Feeder;

namespace Kraken.Rpc;

/// <summary>
/// The bounds of the interface. "At a time" is over all clients; a client is a remote address (of IPv6 the network of 64 bits).
/// </summary>
public sealed record RpcOptions
{
    /// <summary>The most bytes of a request's body; a declare of the largest class fits.</summary>
    public int MaxBodyBytes { get; init; } = 6 << 20;

    /// <summary>The most elements of a request's JSON, each of which costs memory beside its bytes.</summary>
    public int MaxElements { get; init; } = 1 << 19;

    /// <summary>The most calls of a batch.</summary>
    public int MaxBatch { get; init; } = 128;

    /// <summary>The most bytes of an answer, of a single call or of a whole batch.</summary>
    public int MaxAnswerBytes { get; init; } = 32 << 20;

    /// <summary>
    /// The longest time that a request may take, a batch as a whole; and then the longest that its answer may take to be sent.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time that a client may take to take the next 64 KiB of its answer.</summary>
    public TimeSpan PieceTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that a client may take to send a request's headers.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most bytes of the bodies of all requests at a time, with what reading them costs.</summary>
    public long MaxTotalBodyBytes { get; init; } = 64 << 20;

    /// <summary>The most bytes of the bodies of one client's requests at a time.</summary>
    public long MaxClientBodyBytes { get; init; } = 32 << 20;

    /// <summary>How many of the bytes of bodies at a time are kept for clients that hold at most 1 MiB of them.</summary>
    public long ReservedBodyBytes { get; init; } = 16 << 20;

    /// <summary>The most bytes of answers at a time that are being sent or that a batch has gathered.</summary>
    public long MaxTotalAnswerBytes { get; init; } = 128 << 20;

    /// <summary>The most bytes of answers at a time that are being sent to one client or that its batches have gathered.</summary>
    public long MaxClientAnswerBytes { get; init; } = 64 << 20;

    /// <summary>
    /// How many of the bytes of answers at a time are kept for what is sent to clients that hold at most 1 MiB of them. Where these are
    /// taken too, such a client's answer is sent nonetheless, and that which has been sent for longest is cut off.
    /// </summary>
    public long ReservedAnswerBytes { get; init; } = 32 << 20;

    /// <summary>
    /// The most connections. Where these are taken, a client gets one in place of the oldest of the client that has most, if that has more.
    /// </summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>The most connections of one client.</summary>
    public int MaxClientConnections { get; init; } = 256;

    /// <summary>The threads of methods that run contracts or read much; half of the processors. One client may have half of them.</summary>
    public int HeavyThreads { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The threads of all other methods that read.</summary>
    public int LightThreads { get; init; } = Math.Max(2, Environment.ProcessorCount / 2);

    /// <summary>The threads on which submitted transactions wait for their verdict. One client may have half of them.</summary>
    public int SubmissionThreads { get; init; } = 4;

    /// <summary>The most heavy requests that wait for a thread.</summary>
    public int MaxWaitingHeavy { get; init; } = 256;

    /// <summary>The most light requests, and the most submissions, that wait for a thread.</summary>
    public int MaxWaitingLight { get; init; } = 1024;

    /// <summary>The most heavy requests of one client that wait or run.</summary>
    public int MaxClientHeavy { get; init; } = 32;

    /// <summary>The most light requests, and the most submissions, of one client that wait or run.</summary>
    public int MaxClientLight { get; init; } = 256;

    /// <summary>The most events of a page.</summary>
    public int MaxEventPage { get; init; } = 1024;

    /// <summary>The most keys of an event filter, all positions together.</summary>
    public int MaxEventKeys { get; init; } = 256;

    /// <summary>The most blocks with events that one request for events reads; the page then ends early, with a token to go on.</summary>
    public int MaxEventBlocks { get; init; } = 2000;

    /// <summary>
    /// The most blocks that one request for events looks at, empty ones too; the page then ends early, with a token to go on.
    /// </summary>
    public int MaxEventScan { get; init; } = 5000;

    /// <summary>The bytes of blocks after which a page of events ends early.</summary>
    public long MaxEventReadBytes { get; init; } = 64 << 20;

    /// <summary>The bytes after which a page of events ends early.</summary>
    public int MaxEventPageBytes { get; init; } = 4 << 20;

    /// <summary>The bytes of decoded blocks that are kept for the next requests.</summary>
    public long MaxCachedBlockBytes { get; init; } = 32 << 20;

    /// <summary>The bytes of traces that are kept for the next requests.</summary>
    public long MaxCachedTraceBytes { get; init; } = 32 << 20;

    /// <summary>The most transactions of an estimate or simulation.</summary>
    public int MaxSimulated { get; init; } = 64;

    /// <summary>The bounds of WebSocket connections.</summary>
    public SocketLimits Sockets { get; init; } = new();

    /// <summary>The bounds of serving blocks to followers.</summary>
    public BlockServingLimits Blocks { get; init; } = new();

    /// <summary>The bounds of the gateways, beside those that they share with the JSON-RPC.</summary>
    public FeederLimits Gateways { get; init; } = new();

    /// <summary>The answer of starknet_specVersion.</summary>
    public string SpecVersion { get; init; } = "0.10.4";
}
