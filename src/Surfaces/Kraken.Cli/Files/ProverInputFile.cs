using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Threading.Tasks;
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
    /// <param name="memory">The bytes that reading may take: half for the file, packed or not, and half for what is read of it.</param>
    public static ProverInput? Read(string path, long memory = long.MaxValue)
    {
        if (InputFile.Read(path, (int)Math.Min(MaxFileBytes, memory / 2)) is not { } content)
        {
            return null;
        }

        bool isPacked = content.AsSpan().StartsWith(GzipMark);
        byte[]? json = isPacked ? Unpack(path, content, (int)Math.Min(MaxJsonBytes, memory / 2)) : content;
        if (json is null)
        {
            return null;
        }

        if (ProverInputReader.TryRead(json, out ProverInput? input) is { } error)
        {
            ErrorLine.Write(path, isPacked && EndsEarly(content, json) ? "expected a whole file packed by gzip, got one cut off" : error);
        }

        return input;
    }

    // The stream takes the end of a file for the end of what is packed; the last four bytes tell how long that is [RFC1952 2.3.1, ISIZE].
    private static bool EndsEarly(ReadOnlySpan<byte> content, ReadOnlySpan<byte> unpacked) =>
        content.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(content[^sizeof(uint)..]) != (uint)unpacked.Length;

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

    /// <summary>Writes a file, over one that is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Task WriteAsync(string path, ProverInput input) => OutputFile.WriteAsync(path, file =>
    {
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using GZipStream packed = new(file, CompressionLevel.Optimal, leaveOpen: true);
            ProverInputWriter.Write(input, packed);
        }
        else
        {
            ProverInputWriter.Write(input, file);
        }

        return Task.CompletedTask;
    });
}
