using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Watcher.Queue;

/// <summary>
/// The calls that wait for a proof, oldest first, one file each: what was added survives the process. Safe for one adding and one
/// taking side.
/// </summary>
internal sealed class ProofQueue : IDisposable
{
    private const string Ending = ".json";
    private readonly string folder;
    private readonly int capacity;
    private readonly SortedSet<string> names;
    private readonly SemaphoreSlim changed = new(0);
    private readonly Lock gate = new();

    /// <summary>Opens the queue in a folder, with the calls that an earlier process left.</summary>
    public ProofQueue(string folder, int capacity)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        this.capacity = capacity;
        Directory.CreateDirectory(FailedFolder);
        names = new SortedSet<string>(Directory.EnumerateFiles(folder, "*" + Ending).Select(path => Path.GetFileName(path)), StringComparer.Ordinal);
    }

    /// <summary>How many calls wait.</summary>
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

    private string FailedFolder => Path.Combine(folder, "failed");

    /// <summary>Adds a call durably; adding it again changes nothing. Waits while the queue is full.</summary>
    public async Task AddAsync(ProofJob job, CancellationToken cancellation)
    {
        string name = NameOf(job);
        while (!TryAdd(name, job))
        {
            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The oldest call; waits for one. A file that is damaged is set aside.</summary>
    public async Task<ProofJob> OldestAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (Oldest() is { } name)
            {
                if (TryRead(Path.Combine(folder, name)) is { } job)
                {
                    return job;
                }

                SetAside(name, "the file is damaged");
                continue;
            }

            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a call out: its proof is stored.</summary>
    public void Remove(ProofJob job)
    {
        string name = NameOf(job);
        File.Delete(Path.Combine(folder, name));
        Forget(name);
    }

    /// <summary>Takes a call out that cannot be proved, and keeps it with the reason.</summary>
    public void SetAside(ProofJob job, string reason) => SetAside(NameOf(job), reason);

    /// <inheritdoc/>
    public void Dispose() => changed.Dispose();

    // Zeros in front make the order of names that of the chain.
    private static string NameOf(ProofJob job) => string.Create(CultureInfo.InvariantCulture, $"{job.BlockNumber:D20}-{job.TransactionIndex:D6}{Ending}");

    private static ProofJob? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), WatcherJson.Default.ProofJob);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool TryAdd(string name, ProofJob job)
    {
        lock (gate)
        {
            if (names.Contains(name))
            {
                return true;
            }

            if (names.Count >= capacity)
            {
                return false;
            }

            AtomicFile.Write(Path.Combine(folder, name), JsonSerializer.SerializeToUtf8Bytes(job, WatcherJson.Default.ProofJob));
            names.Add(name);
        }

        changed.Release();
        return true;
    }

    private string? Oldest()
    {
        lock (gate)
        {
            return names.Min;
        }
    }

    private void SetAside(string name, string reason)
    {
        File.WriteAllText(Path.Combine(FailedFolder, name + ".txt"), reason);
        File.Move(Path.Combine(folder, name), Path.Combine(FailedFolder, name), overwrite: true);
        Forget(name);
    }

    private void Forget(string name)
    {
        lock (gate)
        {
            names.Remove(name);
        }

        changed.Release();
    }
}
