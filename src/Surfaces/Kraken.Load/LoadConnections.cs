using System;
using System.Net.Http;
using Kraken.Load.Sending;

namespace Kraken.Load;

/// <summary>
/// The connections of a run: those that transactions are sent over, and others over which the chain is watched, so that a look at the
/// chain never stands in a queue behind what is sent.
/// </summary>
public sealed class LoadConnections : IDisposable
{
    /// <summary>
    /// Connections to a node for what is sent, far below the 256 that a node of ours takes from one client.
    /// </summary>
    public const int PerNode = 64;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    /// <summary>Takes clients that are there; they are disposed with this.</summary>
    /// <param name="sending">For what is sent, and questions about it; it must allow <see cref="PerNode"/> connections.</param>
    /// <param name="watching">For looks at the chain; each takes the thread that asks.</param>
    public LoadConnections(HttpClient sending, HttpClient watching)
    {
        Sending = sending;
        Watching = watching;
    }

    internal HttpClient Sending { get; }

    internal HttpClient Watching { get; }

    /// <summary>Connections over TCP, made when they are needed.</summary>
    public static LoadConnections Open()
    {
        HttpClient sending = new(Handler(PerNode)) { Timeout = AnswerLimit };
        HttpClient watching = new(new BlockingHandler(Handler(ChainWatch.Threads))) { Timeout = AnswerLimit };
        return new LoadConnections(sending, watching);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Sending.Dispose();
        Watching.Dispose();
    }

    private static SocketsHttpHandler Handler(int connections) => new()
    {
        MaxConnectionsPerServer = connections,
        ConnectTimeout = ConnectLimit,

        // What a node's interface does not need costs the processor that the nodes are measured on.
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    };
}
