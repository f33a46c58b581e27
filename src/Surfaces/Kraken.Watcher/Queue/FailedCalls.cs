using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Kraken.Proofs;
using Kraken.Storage.Files;

namespace Kraken.Watcher.Queue;

/// <summary>The calls that were given up, each with its reason; beyond a number the oldest go. Safe for several threads.</summary>
internal sealed class FailedCalls
{
    /// <summary>The most calls that are kept.</summary>
    public const int MaxKept = 10_000;

    private const string Ending = ".failed";
    private const int MaxBytes = 1 << 16;

    private readonly string folder;
    private readonly int capacity;
    private readonly SortedSet<string> names;
    private readonly Lock gate = new();

    /// <summary>Opens the folder, with what an earlier process left.</summary>
    public FailedCalls(string folder, int capacity = MaxKept)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        this.capacity = capacity;
        names = new SortedSet<string>(
            Directory.EnumerateFiles(folder, "*" + Ending).Select(path => Path.GetFileNameWithoutExtension(path)), StringComparer.Ordinal);
    }

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return names.Count;
            }
        }
    }

    /// <summary>Keeps a call; the latest reason stands.</summary>
    public void Add(string name, FailedCall call)
    {
        DurableFile.Replace(Path.Combine(folder, name + Ending), JsonSerializer.SerializeToUtf8Bytes(call, WatcherJson.Default.FailedCall));
        lock (gate)
        {
            names.Add(name);
            while (names.Count > capacity)
            {
                string oldest = names.Min!;
                names.Remove(oldest);
                File.Delete(Path.Combine(folder, oldest + Ending));
                File.Delete(Path.Combine(folder, oldest));
            }
        }
    }

    /// <summary>Takes the file of a call that was in the queue.</summary>
    public void Take(string path, string name)
    {
        if (File.Exists(path))
        {
            File.Move(path, Path.Combine(folder, name), overwrite: true);
        }
    }

    /// <summary>The latest calls, highest block first.</summary>
    public IReadOnlyList<FailedCall> Latest(int limit)
    {
        string[] latest;
        lock (gate)
        {
            latest = [.. names.Reverse().Take(limit)];
        }

        return [.. latest.Select(TryRead).OfType<FailedCall>()];
    }

    private FailedCall? TryRead(string name)
    {
        byte[]? json = BoundedFile.TryRead(Path.Combine(folder, name + Ending), MaxBytes, out _);
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, WatcherJson.Default.FailedCall);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
