using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Tests;
using Kraken.Starknet.Blocks;
using Kraken.Watcher.Following;
using Kraken.Watcher.Queue;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Files of the proof store and of the watcher's folder, which others may have written.</summary>
internal static class ProofStoreTargets
{
    private const string JobName = "00000000000000000007-000000.json";

    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch;

    // The serializer's buffers; whole files are read at once.
    private static readonly FuzzBounds Reading = new(1 << 20, 256, TimeSpan.FromSeconds(2));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<ProofManifest>("proof-manifest", "the manifest of a stored proof", InputShape.Json, ReadManifest, Manifests)
        {
            Encode = manifest => manifest.ToJson(),
            Limits = Reading,
        },
        new CodecTarget<PublicInputs>("proof-public-inputs", "the public inputs of a stored proof", InputShape.Json, ReadInputs, Inputs)
        {
            Encode = inputs => inputs.ToJson(),
            Limits = Reading,
        },
        new CodecTarget<WatcherStatus>("watcher-status", "the watcher's status", InputShape.Json, ReadStatus, Statuses)
        {
            Encode = WriteStatus,
            Limits = Reading,
        },
        new CodecTarget<ChainCursor>(
            "watcher-cursor", "how far the watcher has followed", InputShape.Json, ReadCursor,
            () => [Json(new ChainCursor(12, 34), WatcherJson.Default.ChainCursor)])
        {
            Encode = WriteCursor,
            Limits = Reading,
        },
        new CodecTarget<object>("watcher-job", "a call that waits for a proof, and its attempts", InputShape.Json, ReadJob, Jobs)
        {
            Limits = Reading,
        },
        new CodecTarget<object>(
            "watcher-records", "calls that were given up, and blocks that differ", InputShape.Json, ReadRecords, Records)
        {
            Limits = Reading,
        },
    ];

    private static ProofManifest? ReadManifest(byte[] input)
    {
        try
        {
            return ProofManifest.Read(input);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static PublicInputs? ReadInputs(byte[] input) => PublicInputs.TryRead(input);

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

    private static ChainCursor? ReadCursor(byte[] input)
    {
        try
        {
            return new CursorFile(ScratchFolder.Write("cursor.json", input)).Read();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] WriteCursor(ChainCursor cursor)
    {
        string path = Path.Combine(ScratchFolder.Empty("written-cursor"), "cursor.json");
        new CursorFile(path).Write(cursor);
        return File.ReadAllBytes(path);
    }

    // The input once as the call and once as what became of its attempts; what is read is used as the watcher does.
    private static object? ReadJob(byte[] input)
    {
        string folder = ScratchFolder.Empty("queue");
        File.WriteAllBytes(Path.Combine(folder, JobName), input);
        File.WriteAllBytes(
            Path.Combine(folder, JobName + ".attempts"), Json(new JobAttempts(1, "again", Time), WatcherJson.Default.JobAttempts));
        using ProofQueue queue = new(folder, 10);
        bool read = queue.Retrying(10).Count > 0;
        if (read)
        {
            ProofJob job = queue.OldestAsync(default).GetAwaiter().GetResult();
            job.Inputs();
            job.Storage();
        }

        File.WriteAllBytes(Path.Combine(folder, JobName + ".attempts"), input);
        using ProofQueue other = new(folder, 10);
        other.Retrying(10);
        return read ? other : null;
    }

    private static object? ReadRecords(byte[] input)
    {
        string failed = ScratchFolder.Empty("failed");
        File.WriteAllBytes(Path.Combine(failed, JobName + ".failed"), input);
        string differing = ScratchFolder.Empty("differing");
        File.WriteAllBytes(Path.Combine(differing, "7.json"), input);
        IReadOnlyList<FailedCall> calls = new FailedCalls(failed, maxAttempts: 5).Latest(10);
        IReadOnlyList<DifferingBlock> blocks = new DifferingBlocks(differing).Latest(10);

        // As the status shows them.
        WriteStatus(Status([.. calls], [.. blocks]));
        return calls.Count + blocks.Count > 0 ? calls : null;
    }

    private static IEnumerable<byte[]> Manifests() => [ExampleManifest.Value.ToJson()];

    private static IEnumerable<byte[]> Inputs() =>
    [
        new PublicInputs
        {
            BlockNumber = 7,
            BlockHash = 1,
            TransactionHash = 2,
            ContractAddress = 3,
            ProgramHash = 4,
            ClassHash = 5,
            Selector = 6,
            Calldata = [1, 2, 3],
            InitialGas = 7,
            GasUsed = 8,
            Panicked = false,
            ReturnData = [],
            Output = [1, 2, Felt.Zero],
        }.ToJson(),
    ];

    private static IEnumerable<byte[]> Statuses() => [WriteStatus(Status([Failed()], [Differing()]))];

    private static WatcherStatus Status(IEnumerable<FailedCall> failed, IEnumerable<DifferingBlock> differing) => new()
    {
        FollowedBlock = 7,
        Waiting = 1,
        MaxSteps = 1 << 20,
        FailedCount = 1,
        Failed = [.. failed],
        Retrying = [],
        DifferingCount = 1,
        Differing = [.. differing],
        WrittenAt = Time,
    };

    private static IEnumerable<byte[]> Jobs() =>
    [
        Json(
            new ProofJob
            {
                BlockNumber = 7,
                BlockHash = 1,
                StarknetVersion = "0.14.4",
                TransactionHash = 2,
                TransactionIndex = 0,
                Contract = 3,
                ClassHash = 4,
                Selector = 5,
                Calldata = [1, 2],
                Gas = 1000,
                Reads = [new StorageEntry(1, 2), new StorageEntry(3, 4)],
                Output = [1, 2, 3],
            },
            WatcherJson.Default.ProofJob),
        Json(new JobAttempts(2, "no memory", Time), WatcherJson.Default.JobAttempts),
    ];

    private static IEnumerable<byte[]> Records() =>
        [Json(Failed(), WatcherJson.Default.FailedCall), Json(Differing(), WatcherJson.Default.DifferingBlock)];

    private static FailedCall Failed() => new(7, 2, "store", "no memory", 2, Time);

    private static DifferingBlock Differing() => new(7, 1, ["state root: expected 1, got 2"]);

    private static byte[] Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToUtf8Bytes(value, type);
}
