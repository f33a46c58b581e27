using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Kraken.Proofs;
using Kraken.Storage.Files;
using Kraken.Watcher.Queue;

namespace Kraken.Watcher.Following;

/// <summary>
/// The blocks whose execution gives something else than they say, one file each; beyond a number the lowest go. Safe for several threads.
/// </summary>
internal sealed class DifferingBlocks
{
    /// <summary>The most mismatches that are kept of a block.</summary>
    public const int MaxMismatches = 100;

    /// <summary>The most blocks that are kept.</summary>
    public const int MaxKept = 10_000;

    private const int MaxText = 2000;
    private const int MaxBytes = 4 << 20;

    private readonly string folder;
    private readonly SortedSet<ulong> numbers;
    private readonly Lock gate = new();

    /// <summary>Opens the folder, with what an earlier process left.</summary>
    public DifferingBlocks(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        numbers =
        [
            .. Directory.EnumerateFiles(folder, "*.json")
                .Select(path => Path.GetFileNameWithoutExtension(path))
                .Select(NumberOf)
                .OfType<ulong>(),
        ];
    }

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return numbers.Count;
            }
        }
    }

    /// <summary>Keeps a block, its mismatches shortened.</summary>
    public void Add(DifferingBlock block)
    {
        DifferingBlock kept = block with
        {
            Mismatches = [.. block.Mismatches.Take(MaxMismatches).Select(text => text.Length <= MaxText ? text : text[..MaxText] + " ...")],
        };
        DurableFile.Replace(PathOf(block.BlockNumber), JsonSerializer.SerializeToUtf8Bytes(kept, WatcherJson.Default.DifferingBlock));
        lock (gate)
        {
            numbers.Add(block.BlockNumber);
            while (numbers.Count > MaxKept)
            {
                ulong lowest = numbers.Min;
                numbers.Remove(lowest);
                File.Delete(PathOf(lowest));
            }
        }
    }

    /// <summary>The latest blocks, highest first.</summary>
    public IReadOnlyList<DifferingBlock> Latest(int limit)
    {
        ulong[] latest;
        lock (gate)
        {
            latest = [.. numbers.Reverse().Take(limit)];
        }

        return [.. latest.Select(TryRead).OfType<DifferingBlock>()];
    }

    private static ulong? NumberOf(string name) =>
        ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;

    private string PathOf(ulong number) => Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture) + ".json");

    private DifferingBlock? TryRead(ulong number)
    {
        byte[]? json = BoundedFile.TryRead(PathOf(number), MaxBytes, out _);
        try
        {
            DifferingBlock? block = json is null ? null : JsonSerializer.Deserialize(json, WatcherJson.Default.DifferingBlock);
            return block is { Mismatches.IsDefault: false } && block.Mismatches.All(text => text is not null) ? block : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
