using System;
using System.Buffers.Binary;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.P2P;

/// <summary>A message on the wire: 4 bytes of little-endian length, 1 byte of channel, the content.</summary>
internal static class FrameCodec
{
    /// <summary>The largest content, in bytes; a longer one ends the connection.</summary>
    public const int MaxContentBytes = 20 << 20;

    private const int HeaderBytes = 5;

    public static byte[] Encode(PeerChannel channel, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaxContentBytes);
        byte[] frame = new byte[HeaderBytes + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length);
        frame[4] = (byte)channel;
        content.CopyTo(frame.AsSpan(HeaderBytes));
        return frame;
    }

    /// <summary>Reads one frame; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A length out of bounds.</exception>
    public static async ValueTask<(PeerChannel Channel, byte[] Content)?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < HeaderBytes)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 0 or > MaxContentBytes)
        {
            throw new InvalidDataException($"frame of {length} bytes, expected at most {MaxContentBytes}");
        }

        // The buffer grows with what arrives: a peer that announces much and sends little costs little.
        using MemoryStream content = new();
        byte[] chunk = new byte[Math.Min(length, 64 << 10)];
        while (content.Length < length)
        {
            int read = await stream.ReadAsync(chunk.AsMemory(0, (int)Math.Min(chunk.Length, length - content.Length)), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            content.Write(chunk, 0, read);
        }

        return ((PeerChannel)header[4], content.ToArray());
    }
}
