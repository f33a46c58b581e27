using System;

namespace Kraken.P2P;

/// <summary>A known peer: who it is, where it listens and the key that its certificate must hold.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="PublicKey">The public key of its TLS certificate (SubjectPublicKeyInfo).</param>
public sealed record PeerAddress(PeerId Id, string Host, int Port, ReadOnlyMemory<byte> PublicKey);
