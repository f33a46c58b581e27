using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Storage.Files;

namespace Kraken.Farm.Jobs;

/// <summary>
/// The queue of one process, in a folder that outlives it: a file for each job, by their first blocks, and the dead letters in a folder
/// beside them. That a job was taken is written before it is handed out, so an attempt that ends the process counts.
/// </summary>
public sealed class EmbeddedJobQueue : IRangeJobQueue
{
    private const string Ending = ".json";
    private const int MaxBytes = 2 * RangeJobCodec.MaxBytes;

    private readonly string folder;
    private readonly string dead;
    private readonly SortedDictionary<string, EmbeddedEntry> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>
    /// Opens the queue, with the jobs that an earlier process left; a file that is no job is set aside among the dead letters.
    /// </summary>
    /// <param name="folder">Its folder; made where there is none.</param>
    public EmbeddedJobQueue(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        dead = Directory.CreateDirectory(Path.Combine(this.folder, "dead")).FullName;
        foreach (string path in Directory.EnumerateFiles(this.folder, "*" + Ending).Order(StringComparer.Ordinal).ToArray())
        {
            string name = Path.GetFileName(path);
            if (TryRead(path) is { } entry && NameOf(entry.Job) == name)
            {
                waiting.Add(name, entry);
            }
            else
            {
                File.Move(path, Path.Combine(dead, name + ".damaged"), overwrite: true);
            }
        }
    }

    /// <summary>How many jobs wait or are done.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <inheritdoc/>
    public Task PublishAsync(RangeJob job, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            string name = NameOf(job);

            // The same job again changes nothing: its attempts stay counted.
            if (!waiting.TryGetValue(name, out EmbeddedEntry? entry) || entry.Job.WitnessSha256 != job.WitnessSha256)
            {
                Write(name, new EmbeddedEntry(job, 0));
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IJobDelivery?> TakeAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (waiting.FirstOrDefault(item => !taken.Contains(item.Key)) is not { Key: { } name, Value: { } entry })
            {
                return Task.FromResult<IJobDelivery?>(null);
            }

            Write(name, entry with { Begun = entry.Begun + 1 });
            taken.Add(name);
            return Task.FromResult<IJobDelivery?>(new Delivery(this, name, entry));
        }
    }

    // Zeros in front make the order of names that of the chain.
    private static string NameOf(RangeJob job) =>
        string.Create(CultureInfo.InvariantCulture, $"{job.FirstBlock:D20}-{job.LastBlock:D20}{Ending}");

    private static EmbeddedEntry? TryRead(string path) =>
        BoundedFile.TryRead(path, MaxBytes, out _) is { } json ? EmbeddedEntry.Read(json) : null;

    private void Write(string name, EmbeddedEntry entry)
    {
        DurableFile.Replace(Path.Combine(folder, name), entry.ToJson());
        waiting[name] = entry;
    }

    private void Settle(string name, EmbeddedEntry? next)
    {
        lock (gate)
        {
            // Where the disk takes no more the job is delivered again, as one whose worker ended.
            taken.Remove(name);
            if (next is not null)
            {
                Write(name, next);
            }
            else
            {
                File.Delete(Path.Combine(folder, name));
                waiting.Remove(name);
            }
        }
    }

    private void Bury(string name, EmbeddedEntry entry)
    {
        DurableFile.Replace(Path.Combine(dead, name), entry.ToJson());
        string[] kept = [.. Directory.EnumerateFiles(dead).OrderByDescending(File.GetLastWriteTimeUtc)];
        foreach (string old in kept.Skip(DeadLetter.MaxKept))
        {
            File.Delete(old);
        }

        Settle(name, null);
    }

    private sealed class Delivery(EmbeddedJobQueue queue, string name, EmbeddedEntry entry) : IJobDelivery
    {
        public RangeJob Job => entry.Job;

        public string? Problem => null;

        public int Attempts => Math.Min(RangeJob.MaxCount, entry.Job.Attempts + entry.Begun);

        public Task AcknowledgeAsync(CancellationToken cancellation)
        {
            queue.Settle(name, null);
            return Task.CompletedTask;
        }

        public Task ReturnAsync(RangeJob changed, CancellationToken cancellation)
        {
            queue.Settle(name, new EmbeddedEntry(changed, 0));
            return Task.CompletedTask;
        }

        public Task BuryAsync(string reason, CancellationToken cancellation)
        {
            queue.Bury(name, entry with { Reason = DeadLetter.Shortened(reason) });
            return Task.CompletedTask;
        }
    }
}
