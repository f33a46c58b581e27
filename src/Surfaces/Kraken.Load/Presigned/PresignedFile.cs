using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kraken.Serialization.Json;
using Microsoft.Win32.SafeHandles;

namespace Kraken.Load.Presigned;

/// <summary>
/// A file of signed transactions, checked as a whole when it is opened: its digest, and that it holds what its header says. However long it
/// is, little of it is held in memory.
/// </summary>
internal sealed class PresignedFile : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly List<long> offsets;

    private PresignedFile(SafeFileHandle file, PresignedHeader header, List<long> offsets)
    {
        this.file = file;
        Header = header;
        this.offsets = offsets;
    }

    public PresignedHeader Header { get; }

    /// <summary>Opens a file and checks it.</summary>
    /// <exception cref="LoadException">It is damaged, cut short or something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PresignedFile Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        try
        {
            (PresignedHeader header, List<long> offsets) = Check(file);
            return new PresignedFile(file, header, offsets);
        }
        catch (InvalidDataException error)
        {
            file.Dispose();
            throw new LoadException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>The transactions of the account at a place of the header.</summary>
    public PresignedLane Lane(int index) => new(Header.Accounts[index], new LineReader(file, offsets[index]));

    public void Dispose() => file.Dispose();

    private static (PresignedHeader Header, List<long> Offsets) Check(SafeFileHandle file)
    {
        LineReader lines = new(file, 0);
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlyMemory<byte> first = lines.Next();
        PresignedHeader header = ReadHeader(first);
        digest.AppendData(first.Span);
        List<long> offsets = [];
        foreach (PresignedAccount account in header.Accounts)
        {
            offsets.Add(lines.Position);
            for (int i = 0; i < account.Count; i++)
            {
                ReadOnlyMemory<byte> line = lines.Next();
                if (line.IsEmpty)
                {
                    throw new InvalidDataException(
                        $"expected {account.Count} transactions of {account.Address}, got {i} and the file's end");
                }

                digest.AppendData(line.Span);
            }
        }

        string expected = Convert.ToHexStringLower(digest.GetCurrentHash());
        string last = Encoding.UTF8.GetString(lines.Next().Span).Trim();
        if (last != $$"""{"sha256":"{{expected}}"}""" || !lines.Next().IsEmpty)
        {
            throw new InvalidDataException(
                $"the file is damaged: expected its digest {expected} as the last line, got '{last[..Math.Min(last.Length, 100)]}'");
        }

        return (header, offsets);
    }

    private static PresignedHeader ReadHeader(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return JsonDecoding.TryDecode(document.RootElement, PresignedHeader.Read, out PresignedHeader? header, out DecodeError? error)
                ? header!
                : throw new InvalidDataException($"expected a file of signed transactions: {error}");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"expected a file of signed transactions: its first line is no JSON: {error.Message}", error);
        }
    }
}
