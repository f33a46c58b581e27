using System;
using System.Buffers.Binary;

namespace Kraken.P2P.Framing;

/// <summary>
/// The head of a piece of a message on the wire: 1 byte of channel (0: a sign of life), 1 byte that is 1 on a message's last piece,
/// 2 bytes of little-endian content length.
/// </summary>
/// <param name="Channel">The channel's number, or <see cref="KeepAlive"/>.</param>
/// <param name="IsLast">Whether the message ends with this piece.</param>
/// <param name="Length">Bytes of content, at most <see cref="MaxContentBytes"/>.</param>
internal readonly record struct PieceHeader(byte Channel, bool IsLast, int Length)
{
    /// <summary>What a header takes on the wire.</summary>
    public const int Bytes = 4;

    /// <summary>The content of a piece; only a message's last piece may hold less. A vote waits behind two such pieces at most.</summary>
    public const int MaxContentBytes = 32 << 10;

    /// <summary>The channel number of a sign of life: one last piece without content.</summary>
    public const byte KeepAlive = 0;

    /// <summary>Writes the header to the first <see cref="Bytes"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = Channel;
        target[1] = IsLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)Length);
    }

    /// <summary>Reads a header of <see cref="Bytes"/> bytes.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static string? Read(ReadOnlySpan<byte> source, out PieceHeader header)
    {
        header = new PieceHeader(source[0], source[1] == 1, BinaryPrimitives.ReadUInt16LittleEndian(source[2..]));
        return header switch
        {
            { Channel: > (byte)PeerChannel.Drafts } => $"channel {header.Channel}, expected 0 to {(byte)PeerChannel.Drafts}",
            _ when source[1] > 1 => $"last-piece flag {source[1]}, expected 0 or 1",
            { Length: > MaxContentBytes } => $"piece of {header.Length} bytes, expected at most {MaxContentBytes}",
            { IsLast: false, Length: < MaxContentBytes } => $"piece of {header.Length} bytes before the last, expected {MaxContentBytes}",
            { Channel: KeepAlive, Length: not 0 } => $"sign of life with {header.Length} bytes, expected none",
            _ => null,
        };
    }
}
