using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.P2P;

/// <summary>
/// Takes a message. Of one peer and channel the next message comes when the returned task completes; other peers and channels go
/// on meanwhile, and what arrives above the channel's limits is dropped. An exception ends that peer's connection.
/// </summary>
/// <param name="peer">Who sent it.</param>
/// <param name="channel">What it is about.</param>
/// <param name="content">The message; it belongs to the receiver.</param>
/// <param name="closing">Fires when the connection ends; whatever the handler waits for must end then.</param>
public delegate ValueTask PeerMessageHandler(PeerId peer, PeerChannel channel, ReadOnlyMemory<byte> content, CancellationToken closing);
