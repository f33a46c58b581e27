using System;
using System.Collections.Generic;
using System.IO;
using Kraken.Cairo.Prover;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Kraken.Watcher.Ranges;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Files of the proof store, of the watcher's folder and of the prover's cache, which others may have written.</summary>
internal static class ProofStoreTargets
{
    private const int NodeBytes = 32;
    private static readonly Felt Genesis = 1;
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    // The serializer's buffers; whole files are read at once.
    private static readonly FuzzBounds Reading = new(1 << 20, 256, TimeSpan.FromSeconds(2));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<RangeManifest>(
            "proof-manifest", "the manifest of a stored proof of blocks", InputShape.Json, ReadManifest,
            () => [ExampleRange.Of(Genesis, 3, 9, []).ToJson()])
        {
            Encode = manifest => manifest.ToJson(),
            Limits = Reading,
        },
        new CodecTarget<UnprovedBlock>(
            "unproved-block", "why a block has no proof", InputShape.Json, ReadUnproved, () => [WriteUnproved(Unproved())])
        {
            Encode = WriteUnproved,
            Limits = Reading,
        },
        new CodecTarget<WatcherStatus>(
            "watcher-status", "the watcher's status", InputShape.Json, ReadStatus, () => [WriteStatus(Status())])
        {
            Encode = WriteStatus,
            Limits = Reading,
        },
        new CodecTarget<RangeCursor>(
            "watcher-cursor", "how far the watcher has come, and its attempts", InputShape.Json, ReadCursor,
            () => [WriteCursor(new RangeCursor(12, new RangeAttempt(13, 20, 2, "no memory", Time)))])
        {
            Encode = WriteCursor,
            Limits = Reading,
        },
        new CodecTarget<Felt[]>(
            "fixed-columns", "kept nodes of a tree over the fixed columns", InputShape.Binary, ReadNodes, () => [WriteNodes([1, 2, 3, 4])])
        {
            Encode = WriteNodes,
            IsCanonical = true,
        },
    ];

    // A file whose length is another tree's is not read at all.
    private static Felt[]? ReadNodes(byte[] input)
    {
        Felt[] nodes = new Felt[input.Length / NodeBytes];
        return input.Length % NodeBytes == 0 && FixedColumnCache.TryDecode<Felt>(input, nodes) ? nodes : null;
    }

    private static byte[] WriteNodes(Felt[] nodes)
    {
        byte[] content = new byte[nodes.Length * NodeBytes];
        for (int i = 0; i < nodes.Length; i++)
        {
            FixedColumnCache.Encode(nodes[i], content.AsSpan(i * NodeBytes, NodeBytes));
        }

        return content;
    }

    private static RangeManifest? ReadManifest(byte[] input)
    {
        try
        {
            RangeManifest manifest = RangeManifest.Read(input);

            // As pages show it.
            return manifest.TotalCells >= 0 && manifest.Lag >= TimeSpan.Zero && manifest.LongestLag >= manifest.Lag ? manifest : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static UnprovedBlock? ReadUnproved(byte[] input)
    {
        string folder = ScratchFolder.Empty("unproved");
        string place = Path.Combine(folder, "ranges", Genesis.ToString(), "unproved");
        Directory.CreateDirectory(place);
        File.WriteAllBytes(Path.Combine(place, "7.json"), input);
        return new RangeProofStore(folder).Unproved(Genesis, 7);
    }

    private static byte[] WriteUnproved(UnprovedBlock block)
    {
        string folder = ScratchFolder.Empty("written-unproved");
        new RangeProofStore(folder).PutUnproved(Genesis, block);
        return File.ReadAllBytes(Path.Combine(folder, "ranges", Genesis.ToString(), "unproved", "7.json"));
    }

    private static WatcherStatus? ReadStatus(byte[] input)
    {
        string folder = Path.GetDirectoryName(ScratchFolder.Write("status/watcher.json", input))!;
        try
        {
            return new WatcherStatusFile(folder).Read();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] WriteStatus(WatcherStatus status)
    {
        string folder = ScratchFolder.Empty("written-status");
        new WatcherStatusFile(folder).Write(status);
        return File.ReadAllBytes(Path.Combine(folder, "watcher.json"));
    }

    private static RangeCursor? ReadCursor(byte[] input)
    {
        try
        {
            return new RangeCursorFile(ScratchFolder.Write("cursor.json", input), 5).Read(out _);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] WriteCursor(RangeCursor cursor)
    {
        string path = Path.Combine(ScratchFolder.Empty("written-cursor"), "cursor.json");
        new RangeCursorFile(path, 5).Write(cursor);
        return File.ReadAllBytes(path);
    }

    private static UnprovedBlock Unproved() => new(7, "system call keccak", 0, 1, Time) { Differs = true };

    private static WatcherStatus Status() => new()
    {
        Ranges = new RangeStatus
        {
            DoneBlock = 6,
            DecidedBlock = 30,
            Proving = new BlockSpan(8, 12),
            Phase = "proving: Commit",
            Attempts = 1,
            Collecting = new BlockSpan(20, 30),
            Retrying = [new FailedSpan(13, 19, 2, "no memory", Time)],
            Proved = [new ProvedSpan(1, 6, 12, 485418, 16200, Time)],
            UnprovedCount = 1,
            Unproved = [Unproved()],
            DifferingCount = 1,
            Differing = [Unproved()],
            Problem = "no AVX2",
        },
        WrittenAt = Time,
    };
}
