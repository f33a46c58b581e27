using System;
using System.IO;
using ICSharpCode.SharpZipLib.BZip2;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>bzip2 of whole buffers.</summary>
internal static class Bzip2Codec
{
    private const int Level = 9;

    /// <summary>Compresses with blocks of 900 kB.</summary>
    internal static byte[] Compress(ReadOnlySpan<byte> data)
    {
        using MemoryStream target = new();
        using (BZip2OutputStream stream = new(target, Level) { IsStreamOwner = false })
        {
            stream.Write(data);
        }

        return target.ToArray();
    }

    /// <summary>Decompresses one stream of at most a given number of bytes.</summary>
    /// <exception cref="ProofFormatException">The data is no bzip2 stream, holds more than one, or is longer unpacked.</exception>
    internal static byte[] Decompress(ReadOnlySpan<byte> data, int limit)
    {
        try
        {
            using MemoryStream source = new(data.ToArray());
            using BZip2InputStream stream = new(source);
            byte[] unpacked = Read(stream, limit);

            // The stream takes whole bytes as it needs them, so it stands behind its last one.
            return source.Position == source.Length
                ? unpacked
                : throw new ProofFormatException(
                    "bzip2", "one stream, to the end of the file", $"{source.Length - source.Position} bytes behind it");
        }
        catch (Exception exception) when (exception is not (ProofFormatException or OutOfMemoryException))
        {
            throw new ProofFormatException("bzip2", "a bzip2 stream", exception.Message);
        }
    }

    private static byte[] Read(BZip2InputStream stream, int limit)
    {
        using MemoryStream target = new();
        byte[] buffer = new byte[1 << 16];
        for (int read = stream.Read(buffer, 0, buffer.Length); read > 0; read = stream.Read(buffer, 0, buffer.Length))
        {
            if (target.Length + read > limit)
            {
                throw new ProofFormatException("bzip2", $"at most {limit} bytes unpacked", "more");
            }

            target.Write(buffer, 0, read);
        }

        return target.ToArray();
    }
}
