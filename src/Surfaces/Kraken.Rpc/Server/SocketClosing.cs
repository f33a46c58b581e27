using System.Net.WebSockets;

namespace Kraken.Rpc.Server;

/// <summary>Why a socket is closed.</summary>
/// <param name="Status">The code that its client is sent.</param>
/// <param name="Reason">What its client is told, at most 123 bytes.</param>
internal sealed record SocketClosing(WebSocketCloseStatus Status, string Reason)
{
    /// <summary>The client closed it, or is gone.</summary>
    internal static SocketClosing ByClient { get; } = new(WebSocketCloseStatus.NormalClosure, string.Empty);

    internal static SocketClosing NodeStops { get; } = new(WebSocketCloseStatus.EndpointUnavailable, "the node stops");

    internal static SocketClosing TooSlow { get; } =
        new(WebSocketCloseStatus.PolicyViolation, "what was sent is not taken: the client reads too slowly");

    internal static SocketClosing Defect { get; } =
        new(WebSocketCloseStatus.InternalServerError, "internal error; the node's log says more");

    internal static SocketClosing Busy(string reason) => new(WebSocketCloseStatus.InternalServerError, reason);

    internal static SocketClosing MessageTooLarge(int max) => new(WebSocketCloseStatus.MessageTooBig, $"a message has at most {max} bytes");

    internal static SocketClosing MessageTooSlow(double seconds) =>
        new(WebSocketCloseStatus.PolicyViolation, $"a message comes within {seconds} s");

    internal static SocketClosing Idle(double seconds) =>
        new(WebSocketCloseStatus.PolicyViolation, $"no message in {seconds} s, and no subscription");

    internal static SocketClosing Behind(ulong blocks, int max) =>
        new(WebSocketCloseStatus.PolicyViolation, $"{blocks} blocks behind the chain, at most {max}: the client reads too slowly");
}
