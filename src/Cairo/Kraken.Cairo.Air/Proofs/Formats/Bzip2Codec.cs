using System;
using System.IO;
using ICSharpCode.SharpZipLib;
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

    /// <summary>Decompresses at most a given number of bytes.</summary>
    /// <exception cref="ProofFormatException">The data is no bzip2, or longer.</exception>
    internal static byte[] Decompress(ReadOnlySpan<byte> data, int limit)
    {
        try
        {
            using MemoryStream source = new(data.ToArray());
            using BZip2InputStream stream = new(source);
            using MemoryStream target = new();
            byte[] buffer = new byte[1 << 16];
            for (int read = stream.Read(buffer, 0, buffer.Length); read > 0; read = stream.Read(buffer, 0, buffer.Length))
            {
                target.Write(buffer, 0, read);
                if (target.Length > limit)
                {
                    throw new ProofFormatException("bzip2", $"at most {limit} bytes", "more");
                }
            }

            return target.ToArray();
        }
        catch (Exception exception) when (exception is SharpZipBaseException or IOException or IndexOutOfRangeException or InvalidOperationException)
        {
            throw new ProofFormatException("bzip2", "a bzip2 stream", exception.Message);
        }
    }
}
