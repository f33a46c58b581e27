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
    private readonly int maxAttempts;
    private readonly Dictionary<string, DateTimeOffset> exhausted = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Opens the folder, with what an earlier process left.</summary>
    /// <param name="folder">The folder; made where there is none.</param>
    /// <param name="maxAttempts">A call with as many attempts was given up for its failures, one with fewer cannot be proved.</param>
    /// <param name="capacity">The most calls that are kept.</param>
    public FailedCalls(string folder, int maxAttempts, int capacity = MaxKept)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        this.maxAttempts = maxAttempts;
        this.capacity = capacity;
        names = new SortedSet<string>(
            Directory.EnumerateFiles(folder, "*" + Ending).Select(path => Path.GetFileNameWithoutExtension(path)), StringComparer.Ordinal);
        foreach (string name in names)
        {
            Index(name, TryRead(name));
        }
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
            Index(name, call);
            while (names.Count > capacity)
            {
                string oldest = names.Min!;
                names.Remove(oldest);
                exhausted.Remove(oldest);
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

    /// <summary>Gives a call that was given up for its failures back as a file of the queue, the first of the chain.</summary>
    /// <param name="queue">The queue's folder.</param>
    /// <param name="before">It was given up before this time.</param>
    /// <returns>The call's name and why it was given up; null when there is none. Each is given back once.</returns>
    public (string Name, string Reason)? TryGiveBack(string queue, DateTimeOffset before)
    {
        while (true)
        {
            string? name;
            lock (gate)
            {
                name = exhausted.Where(call => call.Value < before).Select(call => call.Key).Min(StringComparer.Ordinal);
                if (name is null)
                {
                    return null;
                }

                exhausted.Remove(name);
            }

            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                string reason = TryRead(name)?.Reason ?? "";
                File.Move(path, Path.Combine(queue, name), overwrite: true);
                Forget(name);
                return (name, reason);
            }
        }
    }

    /// <summary>Forgets a call: it is in the queue again.</summary>
    public void Forget(string name)
    {
        File.Delete(Path.Combine(folder, name + Ending));
        lock (gate)
        {
            names.Remove(name);
            exhausted.Remove(name);
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

    private void Index(string name, FailedCall? call)
    {
        exhausted.Remove(name);
        if (call is not null && call.Attempts >= maxAttempts)
        {
            exhausted.Add(name, call.At);
        }
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
