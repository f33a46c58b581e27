using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Storage;
using Kraken.Consensus.Simulation.Clock;

namespace Kraken.Consensus.Simulation.Storage;

/// <summary>What a power cut may do to what was written and not synced.</summary>
internal enum TailLoss
{
    /// <summary>Nothing: the process ended, the machine went on.</summary>
    None,

    /// <summary>Any part of the tail is gone.</summary>
    Lost,

    /// <summary>Any part of the tail is gone, and what is left of it may end in garbage.</summary>
    Torn,
}

/// <summary>Files of which a crash takes whatever was not synced.</summary>
internal sealed class SimulatedDisk : IDurableStorage
{
    private readonly SortedDictionary<string, DiskFile> files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DiskFile> deleted = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. files.Keys];

    /// <summary>The bytes of all files.</summary>
    public long Length => files.Values.Sum(file => (long)file.Length);

    /// <inheritdoc/>
    public byte[]? Read(string name) => files.TryGetValue(name, out DiskFile? file) ? file.Content.AsSpan(0, file.Length).ToArray() : null;

    /// <inheritdoc/>
    public void Append(string name, ReadOnlySpan<byte> content)
    {
        if (!files.TryGetValue(name, out DiskFile? file))
        {
            files.Add(name, file = new DiskFile());
        }

        file.Append(content);
    }

    /// <inheritdoc/>
    public void Truncate(string name, long length) => files[name].Truncate((int)length);

    /// <inheritdoc/>
    public void Sync(string name)
    {
        if (files.TryGetValue(name, out DiskFile? file))
        {
            file.Durable = file.Content.AsSpan(0, file.Length).ToArray();
        }

        // Syncing a file syncs its folder, so deletions made before are durable too.
        deleted.Clear();
    }

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        DiskFile file = new();
        file.Append(content);
        file.Durable = content.ToArray();
        files[name] = file;
    }

    /// <inheritdoc/>
    public void Rename(string name, string other)
    {
        if (files.Remove(name, out DiskFile? file))
        {
            file.Durable = file.Content.AsSpan(0, file.Length).ToArray();
            files[other] = file;
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        if (files.Remove(name, out DiskFile? file) && file.Durable is not null)
        {
            deleted[name] = file;
        }
    }

    /// <summary>The power goes: what was synced stays, of the rest the seed decides.</summary>
    public void Crash(TailLoss loss, SeededRandom random)
    {
        if (loss == TailLoss.None)
        {
            return;
        }

        foreach ((string name, DiskFile file) in files.ToList())
        {
            byte[] left = file.AfterCrash(loss, random);
            if (file.Durable is null && (left.Length == 0 || random.Chance(0.3)))
            {
                files.Remove(name);
                continue;
            }

            file.Reset(left);
        }

        foreach ((string name, DiskFile file) in deleted)
        {
            if (!files.ContainsKey(name) && random.Chance(0.5))
            {
                file.Reset(file.Durable!);
                files.Add(name, file);
            }
        }

        deleted.Clear();
    }

    /// <summary>The medium fails: a flipped bit or a zeroed sector in what was durable.</summary>
    /// <returns>Where; null when there was nothing to damage.</returns>
    public string? Damage(Func<string, bool> select, SeededRandom random)
    {
        string[] names = [.. files.Keys.Where(name => select(name) && files[name].Length > 64)];
        if (names.Length == 0)
        {
            return null;
        }

        string chosen = random.Pick(names);
        DiskFile file = files[chosen];
        int place = random.Below(file.Length / 2);
        if (random.Chance(0.5))
        {
            file.Content[place] ^= (byte)(1 << random.Below(8));
        }
        else
        {
            file.Content.AsSpan(place, Math.Min(512, file.Length - place)).Clear();
        }

        file.Durable = file.Content.AsSpan(0, file.Length).ToArray();
        return chosen;
    }

    /// <summary>A file is lost, for good.</summary>
    public void Lose(string name) => files.Remove(name);

    private sealed class DiskFile
    {
        public byte[] Content { get; private set; } = new byte[256];

        public int Length { get; private set; }

        /// <summary>The content at the last sync; null before the first.</summary>
        public byte[]? Durable { get; set; }

        public void Append(ReadOnlySpan<byte> content)
        {
            if (Content.Length < Length + content.Length)
            {
                byte[] larger = new byte[2 * (Length + content.Length)];
                Content.AsSpan(0, Length).CopyTo(larger);
                Content = larger;
            }

            content.CopyTo(Content.AsSpan(Length));
            Length += content.Length;
        }

        public void Truncate(int length) => Length = Math.Min(Length, length);

        public void Reset(byte[] content)
        {
            Content = content.ToArray();
            Length = content.Length;
            Durable = content;
        }

        public byte[] AfterCrash(TailLoss loss, SeededRandom random)
        {
            int durable = Durable?.Length ?? 0;
            if (Length < durable)
            {
                return random.Chance(0.5) ? Durable! : Content.AsSpan(0, Length).ToArray();
            }

            int tail = Length - durable;
            if (tail == 0)
            {
                return Content.AsSpan(0, Length).ToArray();
            }

            byte[] left = Content.AsSpan(0, durable + (int)random.Between(0, tail)).ToArray();
            if (loss == TailLoss.Torn && left.Length > durable)
            {
                // Sectors of a torn write hold anything: zeros, or what was there before.
                int from = durable + (int)random.Between(0, left.Length - durable);
                byte[] garbage = random.Chance(0.5) ? new byte[left.Length - from] : random.Bytes(left.Length - from);
                garbage.CopyTo(left, from);
            }

            return left;
        }
    }
}
