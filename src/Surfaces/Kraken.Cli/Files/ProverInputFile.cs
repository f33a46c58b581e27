using System;
using System.IO;
using System.IO.Compression;
using Kraken.Cairo.Prover.Input;
using Kraken.Storage.Files;

namespace Kraken.Cli.Files;

/// <summary>The files of prover inputs: JSON, packed by gzip where the name ends in .gz.</summary>
internal static class ProverInputFile
{
    /// <summary>The largest file.</summary>
    public const int MaxFileBytes = 1 << 29;

    /// <summary>The largest input, unpacked: some ten million steps. Reading takes about as much again.</summary>
    public const int MaxJsonBytes = 1 << 30;

    private static ReadOnlySpan<byte> GzipMark => [0x1f, 0x8b];

    /// <summary>Reads a file, which its bytes say to be packed or not; on a failure says why on standard error and returns null.</summary>
    /// <param name="path">The file.</param>
    public static ProverInput? Read(string path)
    {
        if (InputFile.Read(path, MaxFileBytes) is not { } content)
        {
            return null;
        }

        byte[]? json = content.AsSpan().StartsWith(GzipMark) ? Unpack(path, content, MaxJsonBytes) : content;
        if (json is null)
        {
            return null;
        }

        if (ProverInputReader.TryRead(json, out ProverInput? input) is { } error)
        {
            ErrorLine.Write(path, error);
        }

        return input;
    }

    /// <summary>Unpacks gzip within a bound; on a failure says why on standard error and returns null.</summary>
    internal static byte[]? Unpack(string path, byte[] content, int maxBytes)
    {
        try
        {
            using GZipStream source = new(new MemoryStream(content, writable: false), CompressionMode.Decompress);
            byte[]? json = BoundedFile.TryRead(source, $"{path}, unpacked", maxBytes, out string? problem);
            if (json is null)
            {
                ErrorLine.Write(problem!);
            }

            return json;
        }
        catch (InvalidDataException damaged)
        {
            ErrorLine.Write(path, $"expected a file packed by gzip, got damage: {damaged.Message}");
            return null;
        }
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ProverInput input)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None);
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using GZipStream packed = new(file, CompressionLevel.Optimal);
            ProverInputWriter.Write(input, packed);
            return;
        }

        ProverInputWriter.Write(input, file);
    }
}
