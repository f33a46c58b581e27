using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>
/// The directory of a zip archive of few files, stored or deflated, on one disk and below 4 GiB: what writers of PIEs make. Read here
/// as a directory of millions of files costs the library's reader many times the archive.
/// </summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint EntrySignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndSize = 22;
    private const int EntrySize = 46;
    private const int LocalSize = 30;
    private const int MaxComment = ushort.MaxValue;
    private const ushort Stored = 0;
    private const ushort Deflated = 8;
    private const ushort EncryptedFlag = 1;

    /// <summary>Reads the directory.</summary>
    /// <param name="archive">The whole archive.</param>
    /// <param name="maxFiles">The most files.</param>
    /// <exception cref="ProgramFieldException">It is no such archive.</exception>
    internal static Dictionary<string, ZipMember> Read(ArraySegment<byte> archive, int maxFiles)
    {
        ReadOnlySpan<byte> bytes = archive;
        ReadOnlySpan<byte> end = bytes[FindEnd(bytes)..];
        int count = Short(end[10..]);
        uint offset = Word(end[16..]);
        if (Word(end[4..]) != 0 || Short(end[8..]) != count)
        {
            throw Refuse("archive", "one disk", $"disk {Short(end[4..])}, {Short(end[8..])} of {count} files");
        }

        if (count > maxFiles)
        {
            throw Refuse("archive", $"at most {maxFiles} files", $"{count}");
        }

        Dictionary<string, ZipMember> members = [];
        for (int i = 0; i < count; i++)
        {
            ZipMember member = ReadEntry(archive, $"archive.files[{i}]", ref offset);
            if (!members.TryAdd(member.Name, member))
            {
                throw Refuse($"archive.files[{i}]", "a name that no other file has", Shown(member.Name));
            }
        }

        return members;
    }

    private static int FindEnd(ReadOnlySpan<byte> bytes)
    {
        for (int at = bytes.Length - EndSize; at >= 0 && at >= bytes.Length - EndSize - MaxComment; at--)
        {
            if (Word(bytes[at..]) == EndSignature && Short(bytes[(at + 20)..]) == bytes.Length - EndSize - at)
            {
                return at;
            }
        }

        throw Refuse("archive", "the end of a zip archive's directory", $"{bytes.Length} bytes without it");
    }

    private static ZipMember ReadEntry(ArraySegment<byte> archive, string where, ref uint offset)
    {
        ReadOnlySpan<byte> entry = Part(archive, offset, EntrySize, EntrySignature, where);
        int nameLength = Short(entry[28..]);
        ReadOnlySpan<byte> name = Part(archive, offset + EntrySize, nameLength, null, $"{where}.name");
        offset += (uint)(EntrySize + nameLength + Short(entry[30..]) + Short(entry[32..]));
        if ((Short(entry[8..]) & EncryptedFlag) != 0)
        {
            throw Refuse(where, "a file that is not encrypted", "an encrypted one");
        }

        if (Short(entry[10..]) is var method && method is not (Stored or Deflated))
        {
            throw Refuse(where, $"a file stored ({Stored}) or deflated ({Deflated})", $"method {method}");
        }

        uint packed = Word(entry[20..]);
        uint unpacked = Word(entry[24..]);
        uint local = Word(entry[42..]);
        if (packed == uint.MaxValue || unpacked == uint.MaxValue || local == uint.MaxValue)
        {
            throw Refuse(where, "sizes below 4 GiB", "those of ZIP64");
        }

        ReadOnlySpan<byte> header = Part(archive, local, LocalSize, LocalSignature, $"{where}.header");
        long start = (long)local + LocalSize + Short(header[26..]) + Short(header[28..]);
        if (start + packed > archive.Count)
        {
            throw Refuse(where, $"content within the {archive.Count} bytes of the archive", $"bytes {start} to {start + packed}");
        }

        return new(Encoding.Latin1.GetString(name), archive, (int)start, (int)packed, unpacked, method == Deflated, Word(entry[16..]));
    }

    private static ReadOnlySpan<byte> Part(ArraySegment<byte> archive, long offset, int length, uint? signature, string where)
    {
        if (offset + length > archive.Count)
        {
            throw Refuse(where, $"{length} bytes at {offset}", $"an archive of {archive.Count} bytes");
        }

        ReadOnlySpan<byte> part = archive.AsSpan((int)offset, length);
        return signature is not { } expected || Word(part) == expected
            ? part
            : throw Refuse(where, $"the signature {expected:x8} at {offset}", $"{Word(part):x8}");
    }

    private static string Shown(string name) => name.Length > 60 ? $"{name.AsSpan(0, 60)}…" : name;

    private static ushort Short(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ProgramFieldException Refuse(string where, string expected, string got) => new(new(where, expected, got));
}
