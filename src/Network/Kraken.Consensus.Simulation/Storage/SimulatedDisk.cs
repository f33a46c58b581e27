using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Consensus.Engine.Storage;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Storage.Files;

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
/// <param name="random">The numbers of its faults.</param>
internal sealed class SimulatedDisk(SeededRandom random) : IDurableStorage
{
    private readonly SortedDictionary<string, DiskFile> files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DiskFile> deleted = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. files.Keys];

    /// <summary>How it fails.</summary>
    public DiskFaults Faults { get; set; } = DiskFaults.None;

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

        if (random.Chance(Faults.Refused))
        {
            file.Append(content[..random.Below(content.Length)]);
            throw new IOException($"{name}: no space left on device");
        }

        file.Append(content);
    }

    /// <inheritdoc/>
    public void Truncate(string name, long length) => files[name].Truncate((int)length);

    /// <inheritdoc/>
    public void Sync(string name)
    {
        if (random.Chance(Faults.SyncFailed))
        {
            files.GetValueOrDefault(name)?.LoseTail();
            throw new SyncFailedException(name, new IOException("input/output error"));
        }

        files.GetValueOrDefault(name)?.Sync();

        // Syncing a file syncs its folder, so deletions made before are durable too.
        deleted.Clear();
    }

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        if (random.Chance(Faults.Refused))
        {
            throw new IOException($"{name}: no space left on device");
        }

        bool isLost = random.Chance(Faults.SyncFailed);
        if (isLost && random.Chance(0.5))
        {
            throw new SyncFailedException(name, new IOException("input/output error"));
        }

        DiskFile file = new();
        file.Append(content);
        file.Sync();
        if (isLost)
        {
            // The content is durable, that it stands under this name is not.
            file.Before = files.GetValueOrDefault(name);
        }

        files[name] = file;
        if (isLost)
        {
            throw new SyncFailedException("the folder", new IOException("input/output error"));
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
    public void Crash(TailLoss loss, SeededRandom fate)
    {
        if (loss == TailLoss.None)
        {
            return;
        }

        foreach ((string name, DiskFile found) in files.ToList())
        {
            DiskFile file = found;
            if (file.Before is { } before && fate.Chance(0.5))
            {
                files[name] = file = before;
            }

            byte[] left = file.AfterCrash(loss, fate);
            if (file.Durable is null && (left.Length == 0 || fate.Chance(0.3)))
            {
                files.Remove(name);
                continue;
            }

            file.Reset(left);
        }

        foreach ((string name, DiskFile file) in deleted)
        {
            if (!files.ContainsKey(name) && fate.Chance(0.5))
            {
                file.Reset(file.Durable!);
                files.Add(name, file);
            }
        }

        deleted.Clear();
    }

    /// <summary>The medium fails: a flipped bit, a zeroed sector or a lost end of what was durable.</summary>
    /// <returns>Where; null when there was nothing to damage.</returns>
    public string? Damage(Func<string, bool> select, SeededRandom fate)
    {
        string[] names = [.. files.Keys.Where(name => select(name) && files[name].Length > 64)];
        if (names.Length == 0)
        {
            return null;
        }

        string chosen = fate.Pick(names);
        DiskFile file = files[chosen];
        int place = fate.Below(file.Length);
        if (fate.Chance(0.3))
        {
            // The end is gone, as if it had never been written.
            file.Truncate(place);
        }
        else if (fate.Chance(0.5))
        {
            file.Content[place] ^= (byte)(1 << fate.Below(8));
        }
        else
        {
            file.Content.AsSpan(place, Math.Min(512, file.Length - place)).Clear();
        }

        file.Sync();
        return chosen;
    }

    /// <summary>A file is lost, for good.</summary>
    public void Lose(string name) => files.Remove(name);

    private sealed class DiskFile
    {
        private const int SectorBytes = 512;

        private readonly List<(int From, int To)> lost = [];

        public byte[] Content { get; private set; } = new byte[256];

        public int Length { get; private set; }

        /// <summary>What the medium holds; null before the first sync.</summary>
        public byte[]? Durable { get; private set; }

        /// <summary>What stands under this name after a power cut perhaps: the folder was not synced.</summary>
        public DiskFile? Before { get; set; }

        /// <summary>The medium gets what it does not have; what it lost it does not get again.</summary>
        public void Sync()
        {
            byte[] next = Content.AsSpan(0, Length).ToArray();
            foreach ((int from, int to) in lost)
            {
                next.AsSpan(Math.Min(from, Length)..Math.Min(to, Length)).Clear();
            }

            Durable = next;
        }

        /// <summary>A sync that fails: what it should have written counts as written, and is not.</summary>
        public void LoseTail()
        {
            lost.Add((Math.Min(Durable?.Length ?? 0, Length), Length));
            Sync();
        }

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

        public void Truncate(int length)
        {
            Length = Math.Min(Length, length);
            lost.RemoveAll(range => range.From >= Length);
        }

        public void Reset(byte[] content)
        {
            Content = content.ToArray();
            Length = content.Length;
            Durable = content;
            Before = null;
            lost.Clear();
        }

        public byte[] AfterCrash(TailLoss loss, SeededRandom random)
        {
            int durable = Durable?.Length ?? 0;
            if (Length < durable)
            {
                return random.Chance(0.5) ? Durable! : Content.AsSpan(0, Length).ToArray();
            }

            int tail = Length - durable;
            byte[] left = Content.AsSpan(0, tail == 0 ? durable : durable + (int)random.Between(0, tail)).ToArray();
            Durable?.CopyTo(left, 0);
            if (loss == TailLoss.Torn && left.Length > durable)
            {
                // Sectors of a torn write hold anything: zeros, or what was there before; and later ones may be written while one is not.
                int from = durable + (int)random.Between(0, left.Length - durable);
                int length = random.Chance(0.5) ? left.Length - from : Math.Min(SectorBytes, left.Length - from);
                byte[] garbage = random.Chance(0.5) ? new byte[length] : random.Bytes(length);
                garbage.CopyTo(left, from);
            }

            return left;
        }
    }
}
