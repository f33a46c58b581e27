using System;
using System.IO;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Storage.Files;

namespace Kraken.Dev.Recording;

/// <summary>
/// The files of dumps, in one folder: that of the file which was named at the start, else the working directory. Whoever can send requests
/// can write and read files of that folder alone. Safe for several threads.
/// </summary>
/// <param name="record">The calls.</param>
internal sealed class DumpFiles(DevOptions options, CallRecord record)
{
    /// <summary>The most characters of a path that comes with a request.</summary>
    internal const int MaxPathLength = 4096;

    // A dump names JSON-RPC in the first member of its first call, or behind its parameters.
    private const int HeadBytes = 1 << 16;

    private readonly Lock gate = new();
    private readonly string folder = Path.GetFullPath(Path.GetDirectoryName(Path.GetFullPath(options.DumpPath ?? "dump")) ?? ".");
    private bool isLoading;
    private bool isKept;
    private int drops = -1;
    private int written;

    /// <summary>The file that was named at the start; null for none.</summary>
    internal string? Named => options.DumpPath is { } path ? Path.GetFullPath(path) : null;

    /// <summary>The file of a path that came with a request.</summary>
    /// <exception cref="DevRefusalException">It lies outside of the folder.</exception>
    internal string Find(string path)
    {
        string full = path.Length is > 0 and <= MaxPathLength && !path.Contains('\0')
            ? Path.GetFullPath(path, folder)
            : throw new DevRefusalException($"path: expected 1 to {MaxPathLength} characters, got {path.Length}");
        return Path.GetDirectoryName(full) == folder ? full : throw new DevRefusalException(
            "path: expected a file in the folder of --dump-path, or without it of the process, got another");
    }

    /// <summary>Refuses to write over a file that came with a request and holds something else than a dump.</summary>
    /// <exception cref="DevRefusalException">It does.</exception>
    internal void RequireDump(string path)
    {
        if (path == Named || !File.Exists(path))
        {
            return;
        }

        byte[] head = new byte[HeadBytes];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read);
        ReadOnlySpan<byte> read = head.AsSpan(0, file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false));
        int first = read.IndexOfAnyExcept(" \t\r\n"u8);
        bool isList = first >= 0 && read[first] == (byte)'[';
        if (!isList || (read.IndexOf("\"jsonrpc\""u8) < 0 && read[(first + 1)..].Trim(" \t\r\n"u8) is not [(byte)']']))
        {
            throw new DevRefusalException("path: expected no file, or one that holds a dump, got a file that holds something else");
        }
    }

    /// <summary>
    /// Does the calls of a file. The one that was named at the start stays as it is meanwhile, and from then on where they cannot all be
    /// done, until it is asked for by its name: what it holds is nowhere else.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="load">Does its calls.</param>
    internal void Load(string path, Action load)
    {
        bool isNamed = path == Named;
        SetState(isNamed, isLoading: true, isKept: true);
        try
        {
            load();
            SetState(isNamed, isLoading: false, isKept: false);
        }
        catch
        {
            SetState(isNamed, isLoading: false, isKept: true);
            throw;
        }
    }

    /// <summary>Writes all calls to a file that a request asks for, in place of what it held.</summary>
    internal void Write(string path)
    {
        Replace(path);
        SetState(path == Named, isLoading: false, isKept: false);
    }

    /// <summary>Writes all calls to the named file, in place of what it held.</summary>
    /// <exception cref="DevRefusalException">There are too many, or it holds some that could not be done.</exception>
    internal void Write()
    {
        lock (gate)
        {
            RequireDone();
            Replace(Named!);
        }
    }

    /// <summary>Brings the named file up to the calls so far: by those that it lacks where it has the others.</summary>
    /// <exception cref="DevRefusalException">There are too many, or it holds some that could not be done.</exception>
    internal void Update()
    {
        lock (gate)
        {
            if (isLoading)
            {
                return;
            }

            RequireDone();
            string path = Named!;
            if (drops != record.Drops || written == 0 || !File.Exists(path) || !TryAppend(path))
            {
                (int dropped, int count) = (record.Drops, record.Count);
                Replace(path);
                (drops, written) = (dropped, count);
            }
        }
    }

    private void SetState(bool isNamed, bool isLoading, bool isKept)
    {
        if (isNamed)
        {
            lock (gate)
            {
                (this.isLoading, this.isKept) = (isLoading, isKept);
            }
        }
    }

    private void RequireDone()
    {
        if (isKept)
        {
            throw new DevRefusalException("expected a file whose calls were done, got one that could not be loaded: it stays as it is");
        }
    }

    private void Replace(string path)
    {
        byte[][] calls = record.From(0);
        string unfinished = path + DurableFile.Unfinished;
        using (FileStream file = new(unfinished, FileMode.Create))
        {
            Write(file, calls, isFirst: true);
            DurableFile.Flush(file);
        }

        DurableFile.Rename(unfinished, path);
    }

    // Where somebody else has been at the file it is written anew.
    private bool TryAppend(string path)
    {
        byte[][] more = record.From(written);
        if (more.Length == 0)
        {
            return true;
        }

        using FileStream file = new(path, FileMode.Open);
        if (file.Length == 0 || file.Seek(-1, SeekOrigin.End) < 0 || file.ReadByte() != ']')
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        Write(file, more, isFirst: false);
        written += more.Length;
        return true;
    }

    private static void Write(FileStream file, byte[][] calls, bool isFirst)
    {
        ReadOnlySpan<byte> separator = isFirst ? "["u8 : ","u8;
        foreach (byte[] call in calls)
        {
            file.Write(separator);
            file.Write(call);
            separator = ",\n"u8;
        }

        if (isFirst && calls.Length == 0)
        {
            file.Write(separator);
        }

        file.Write("]"u8);
    }
}
