using System;
using System.IO;
using System.Text;
using Kraken.Cairo0.Diagnostics;
using Kraken.Serialization;

namespace Kraken.Cairo0.Modules;

/// <summary>Reads source files: strict UTF-8 of bounded length.</summary>
public static class SourceReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it stands.</param>
    /// <param name="name">How messages call it.</param>
    /// <exception cref="CairoException">It cannot be read, is longer than 4 MiB, or no UTF-8.</exception>
    public static SourceFile Read(string path, string name)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > CompilerLimits.FileBytes)
            {
                throw new CairoException($"'{name}' is longer than {CompilerLimits.FileBytes} bytes.", null);
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return FromBytes(bytes, name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CairoException($"Could not read '{name}': {exception.Message}", null);
        }
    }

    /// <summary>The source that bytes hold.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">How messages call it.</param>
    /// <exception cref="CairoException">The bytes are too many, or no UTF-8.</exception>
    public static SourceFile FromBytes(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length > CompilerLimits.FileBytes)
        {
            throw new CairoException($"'{name}' is longer than {CompilerLimits.FileBytes} bytes.", null);
        }

        try
        {
            return new SourceFile(name, SourceFile.Normalize(StrictUtf8.Encoding.GetString(bytes)));
        }
        catch (DecoderFallbackException)
        {
            throw new CairoException($"'{name}' is no UTF-8 text.", null);
        }
    }
}
