using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Storage.Files;

namespace Kraken.Watcher.Queue;

/// <summary>
/// The calls that wait for a proof, oldest first, one file each: what was added survives the process, and so do the attempts. When none
/// waits, one that was given up comes back for one more attempt. Safe for one adding and one taking side.
/// </summary>
internal sealed class ProofQueue : IDisposable
{
    private const string Ending = ".json";
    private const string AttemptsEnding = ".attempts";
    private const int MaxJobBytes = 64 << 20;
    private const int MaxReason = 1000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly string folder;
    private readonly int capacity;
    private readonly TimeProvider clock;
    private readonly DateTimeOffset opened;
    private readonly SortedDictionary<string, JobAttempts> jobs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim changed = new(0);
    private readonly Lock gate = new();

    /// <summary>Opens the queue in a folder, with the calls that an earlier process left.</summary>
    public ProofQueue(string folder, int capacity, RetryRule? rule = null, TimeProvider? clock = null)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        this.capacity = capacity;
        this.clock = clock ?? TimeProvider.System;
        opened = this.clock.GetUtcNow();
        Rule = rule ?? new RetryRule(MaxAttempts: 6, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));
        Failed = new FailedCalls(Path.Combine(folder, "failed"), Rule.MaxAttempts);
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Ending))
        {
            string name = Path.GetFileName(path);
            jobs.Add(name, ReadAttempts(name));
            Failed.Forget(name);
        }
    }

    /// <summary>How failures are tried again.</summary>
    public RetryRule Rule { get; }

    /// <summary>The calls that were given up.</summary>
    public FailedCalls Failed { get; }

    /// <summary>How many calls wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return jobs.Count;
            }
        }
    }

    /// <summary>The waiting calls that failed before, oldest first, at most a number of them.</summary>
    public IReadOnlyList<FailedCall> Retrying(int limit)
    {
        KeyValuePair<string, JobAttempts>[] tried;
        lock (gate)
        {
            tried = [.. jobs.Where(job => job.Value.Count > 0).Take(limit)];
        }

        return
        [
            .. tried.Select(
                item => TryRead(item.Key) is { } job ? CallOf(job, item.Value.Reason, item.Value.Count, item.Value.NextAt) : null)
                .OfType<FailedCall>(),
        ];
    }

    /// <summary>Adds a call durably; adding it again changes nothing. Waits while the queue is full.</summary>
    public async Task AddAsync(ProofJob job, CancellationToken cancellation)
    {
        string name = NameOf(job);
        while (!TryAdd(name, job))
        {
            await changed.WaitAsync(LongestPause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The oldest call whose time has come; waits for one. A file that is damaged, and a call that was tried as often as may be, is set
    /// aside.
    /// </summary>
    public async Task<ProofJob> OldestAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if ((Oldest() ?? TakeBack()) is not { } name)
            {
                await changed.WaitAsync(LongestPause, cancellation).ConfigureAwait(false);
                continue;
            }

            if (TryRead(name) is not { } job)
            {
                SetAside(name, new FailedCall(BlockOf(name), default, "", "the file of the call is damaged", 0, clock.GetUtcNow()));
            }
            else if (AttemptsOf(name) is { } attempts && attempts.Count >= Rule.MaxAttempts)
            {
                SetAside(name, CallOf(job, attempts.Reason, attempts.Count, clock.GetUtcNow()));
            }
            else
            {
                return job;
            }
        }
    }

    /// <summary>Notes that an attempt begins.</summary>
    public void Begin(ProofJob job)
    {
        int count = AttemptsOf(NameOf(job)).Count + 1;
        Note(NameOf(job), new JobAttempts(count, "the process ended during the attempt", clock.GetUtcNow() + Rule.After(count)));
    }

    /// <summary>Takes back that an attempt began: it was broken off for a reason that is not the call's.</summary>
    public void BreakOff(ProofJob job)
    {
        JobAttempts begun = AttemptsOf(NameOf(job));
        Note(NameOf(job), begun with { Count = Math.Max(0, begun.Count - 1), NextAt = DateTimeOffset.MinValue });
    }

    /// <summary>Notes how an attempt failed; the call is tried again later.</summary>
    public void Postpone(ProofJob job, string reason)
    {
        JobAttempts begun = AttemptsOf(NameOf(job));
        Note(NameOf(job), begun with { Reason = Shortened(reason), NextAt = clock.GetUtcNow() + Rule.After(begun.Count) });
    }

    /// <summary>Takes a call out: its proof is stored.</summary>
    public void Remove(ProofJob job)
    {
        string name = NameOf(job);
        File.Delete(Path.Combine(folder, name));
        Forget(name);
    }

    /// <summary>Takes a call out that cannot be proved, and keeps it with the reason.</summary>
    public void SetAside(ProofJob job, string reason)
    {
        string name = NameOf(job);
        SetAside(name, CallOf(job, Shortened(reason), AttemptsOf(name).Count, clock.GetUtcNow()));
    }

    /// <summary>Keeps the reason why a call of a block gets no proof and never was in the queue.</summary>
    public void Refuse(int transactionIndex, FailedCall call) =>
        Failed.Add(NameOf(call.BlockNumber, transactionIndex), call with { Reason = Shortened(call.Reason) });

    /// <inheritdoc/>
    public void Dispose() => changed.Dispose();

    // Zeros in front make the order of names that of the chain.
    private static string NameOf(ulong block, int index) => string.Create(CultureInfo.InvariantCulture, $"{block:D20}-{index:D6}{Ending}");

    private static string NameOf(ProofJob job) => NameOf(job.BlockNumber, job.TransactionIndex);

    private static ulong BlockOf(string name) =>
        ulong.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : 0;

    private static string Shortened(string reason) => reason.Length <= MaxReason ? reason : reason[..MaxReason] + " ...";

    private static FailedCall CallOf(ProofJob job, string reason, int attempts, DateTimeOffset at) =>
        new(job.BlockNumber, job.TransactionHash, DemoCalls.NameOf(job.Selector), reason, attempts, at);

    private ProofJob? TryRead(string name)
    {
        byte[]? json = BoundedFile.TryRead(Path.Combine(folder, name), MaxJobBytes, out _);
        try
        {
            ProofJob? job = json is null ? null : JsonSerializer.Deserialize(json, WatcherJson.Default.ProofJob);
            return job is { Calldata.IsDefault: false, Reads.IsDefault: false, Output.IsDefault: false }
                && job.Reads.DistinctBy(read => read.Key).Count() == job.Reads.Length ? job : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JobAttempts ReadAttempts(string name)
    {
        byte[]? json = BoundedFile.TryRead(Path.Combine(folder, name + AttemptsEnding), MaxJobBytes, out _);
        try
        {
            return json is null ? JobAttempts.None : JsonSerializer.Deserialize(json, WatcherJson.Default.JobAttempts) ?? JobAttempts.None;
        }
        catch (JsonException)
        {
            return JobAttempts.None;
        }
    }

    private JobAttempts AttemptsOf(string name)
    {
        lock (gate)
        {
            return jobs.GetValueOrDefault(name) ?? JobAttempts.None;
        }
    }

    // What is known in this process counts even where the disk takes no more.
    private void Note(string name, JobAttempts attempts)
    {
        lock (gate)
        {
            jobs[name] = attempts;
        }

        DurableFile.Replace(
            Path.Combine(folder, name + AttemptsEnding), JsonSerializer.SerializeToUtf8Bytes(attempts, WatcherJson.Default.JobAttempts));
    }

    private bool TryAdd(string name, ProofJob job)
    {
        lock (gate)
        {
            if (jobs.ContainsKey(name))
            {
                return true;
            }

            if (jobs.Count >= capacity)
            {
                return false;
            }

            DurableFile.Replace(Path.Combine(folder, name), JsonSerializer.SerializeToUtf8Bytes(job, WatcherJson.Default.ProofJob));
            jobs.Add(name, JobAttempts.None);
        }

        changed.Release();
        return true;
    }

    private string? Oldest()
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (gate)
        {
            return jobs.Where(job => job.Value.NextAt <= now).Select(job => job.Key).FirstOrDefault();
        }
    }

    /// <summary>
    /// A call that was given up before this process began, or long ago. What made it fail may be gone; one that ends the process does so
    /// once and not at every start, as it comes back with all attempts but one.
    /// </summary>
    private string? TakeBack()
    {
        if (Count >= capacity)
        {
            return null;
        }

        DateTimeOffset longAgo = clock.GetUtcNow() - Rule.Again;
        if (Failed.TryGiveBack(folder, longAgo > opened ? longAgo : opened) is not { } call)
        {
            return null;
        }

        Note(call.Name, new JobAttempts(Rule.MaxAttempts - 1, call.Reason, DateTimeOffset.MinValue));
        return call.Name;
    }

    private void SetAside(string name, FailedCall call)
    {
        Failed.Add(name, call);
        Failed.Take(Path.Combine(folder, name), name);
        Forget(name);
    }

    private void Forget(string name)
    {
        File.Delete(Path.Combine(folder, name + AttemptsEnding));
        lock (gate)
        {
            jobs.Remove(name);
        }

        changed.Release();
    }
}
