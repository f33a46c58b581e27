using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>
/// Reads Cairo PIEs: zip archives of a program, the memory of its run, and what that used. Any input is allowed; the result is a PIE or
/// an error. What it takes is well formed; whether a run leads to it <see cref="PieReplay"/> finds out.
/// </summary>
/// <remarks>The rules of a well-formed PIE are those of cairo-lang's cairo_pie.py; cairo-vm checks fewer.</remarks>
public static class CairoPieReader
{
    private const string VersionName = "version.json";
    private const string MetadataName = "metadata.json";
    private const string MemoryName = "memory.bin";
    private const string AdditionalName = "additional_data.json";
    private const string ResourcesName = "execution_resources.json";
    private const int FileCount = 5;

    private static readonly string[] Names = [VersionName, MetadataName, MemoryName, AdditionalName, ResourcesName];

    /// <summary>Reads an archive.</summary>
    /// <param name="archive">The bytes of the zip file.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="error">What is malformed or too large.</param>
    /// <returns>False with <paramref name="error"/> set when it is malformed or too large.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> archive,
        CairoPieLimits limits,
        [NotNullWhen(true)] out CairoPie? pie,
        [NotNullWhen(false)] out ProgramError? error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return TryRead(() => Open(archive, limits), limits, out pie, out error);
    }

    /// <summary>Reads the files of an archive.</summary>
    /// <param name="limits">What they may hold.</param>
    /// <param name="error">What is malformed or too large.</param>
    /// <returns>False with <paramref name="error"/> set when they are malformed or too large.</returns>
    public static bool TryRead(
        CairoPieFiles files,
        CairoPieLimits limits,
        [NotNullWhen(true)] out CairoPie? pie,
        [NotNullWhen(false)] out ProgramError? error)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(limits);
        return TryRead(() => files, limits, out pie, out error);
    }

    private static bool TryRead(
        Func<CairoPieFiles> open,
        CairoPieLimits limits,
        [NotNullWhen(true)] out CairoPie? pie,
        [NotNullWhen(false)] out ProgramError? error)
    {
        pie = null;
        error = null;
        try
        {
            pie = Read(open(), limits);
            return true;
        }
        catch (ProgramFieldException e)
        {
            error = e.Error;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // Half a surrogate pair, or a number that no field takes.
            error = new ProgramError("pie", "texts and numbers that can be read", e.Message);
        }

        return false;
    }

    private static CairoPieFiles Open(ReadOnlyMemory<byte> archive, CairoPieLimits limits)
    {
        if (archive.Length > limits.ArchiveBytes)
        {
            throw Refuse("archive", $"at most {limits.ArchiveBytes} bytes", $"{archive.Length}");
        }

        ArraySegment<byte> bytes = MemoryMarshal.TryGetArray(archive, out ArraySegment<byte> segment) ? segment : archive.ToArray();
        Dictionary<string, ZipMember> members = ZipDirectory.Read(bytes, FileCount);
        foreach (string name in members.Keys)
        {
            if (!Names.AsSpan().Contains(name))
            {
                throw Refuse("archive", $"only files {string.Join(", ", Names)}", Shown(name));
            }
        }

        return new(
            members.TryGetValue(VersionName, out ZipMember? version) ? version.Read(limits.JsonBytes) : null,
            Find(members, MetadataName).Read(limits.JsonBytes),
            Find(members, MemoryName).Open(),
            Find(members, AdditionalName).Read(limits.JsonBytes),
            Find(members, ResourcesName).Read(limits.JsonBytes));
    }

    private static ZipMember Find(Dictionary<string, ZipMember> members, string name) =>
        members.TryGetValue(name, out ZipMember? member) ? member : throw Refuse("archive", $"a file {name}", "none");

    private static CairoPie Read(CairoPieFiles files, CairoPieLimits limits)
    {
        using Stream memory = files.Memory;
        if (files.Version is { } version)
        {
            Parse(VersionName, version, limits, CheckVersion);
        }

        PieMetadata metadata = Parse(MetadataName, files.Metadata, limits, root => PieMetadata.Read(root, limits));
        return new(
            metadata.Program,
            metadata.Builtins,
            metadata.Main,
            metadata.SegmentSizes,
            PieMemoryReader.Read(memory, metadata, limits.Cells),
            Parse(AdditionalName, files.AdditionalData, limits, root => PieAdditionalReader.Read(root, metadata)),
            Parse(ResourcesName, files.ExecutionResources, limits, root => PieResourcesReader.Read(root, metadata)));
    }

    private static string CheckVersion(ProgramField root) =>
        root["cairo_pie"].Text() is "1.0" or "1.1" ? root["cairo_pie"].Text() : throw root["cairo_pie"].Refuse("1.0 or 1.1");

    private static T Parse<T>(string name, byte[] json, CairoPieLimits limits, Func<ProgramField, T> read)
    {
        if (json.Length > limits.JsonBytes)
        {
            throw Refuse(name, $"at most {limits.JsonBytes} bytes", $"{json.Length}");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return read(new ProgramField(document.RootElement, name));
        }
        catch (JsonException e)
        {
            throw Refuse(name, "JSON", e.Message);
        }
    }

    private static string Shown(string name) => name.Length > 60 ? $"{name.AsSpan(0, 60)}…" : name;

    private static ProgramFieldException Refuse(string where, string expected, string got) => new(new(where, expected, got));
}
