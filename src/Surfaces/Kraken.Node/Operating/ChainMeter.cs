using System;
using System.Diagnostics.Metrics;
using System.IO;
using Kraken.Execution.Native;
using Kraken.State.Store;

namespace Kraken.Node.Operating;

/// <summary>What validators and followers alike tell of their chain, of where it lies and of the code that runs it.</summary>
internal static class ChainMeter
{
    /// <summary>Adds them to a meter.</summary>
    /// <param name="folder">The node's folder.</param>
    /// <param name="store">The chain.</param>
    /// <param name="natives">Native code; null where contracts run on the virtual machine alone.</param>
    /// <param name="highest">The highest block that others claim to have.</param>
    internal static void Add(Meter meter, string folder, ChainStore store, NativeClasses? natives, Func<ulong> highest)
    {
        Gauge("chain_height", "Number of the latest committed block.", () => (long)(store.LatestNumber ?? 0));
        Gauge("sync_height_lag", "Blocks that others claim to have beyond this node's.", () => Behind(highest(), store.LatestNumber ?? 0));
        Gauge("store_bytes", "Bytes of chain.db.", () => Size(folder, NodeFolder.StoreFile));
        Gauge("store_log_bytes", "Bytes of the log beside it.", () => Size(folder, $"{NodeFolder.StoreFile}-wal"));
        Gauge("store_oldest_state", "The oldest block whose state can be read.", () => (long)store.OldestState);
        Gauge("disk_free_bytes", "Bytes that the disk of the node's folder has left.", () => new DriveInfo(folder).AvailableFreeSpace);
        Gauge("disk_bytes", "Bytes of that disk.", () => new DriveInfo(folder).TotalSize);
        Gauge("native_classes", "Classes with native code in memory.", () => natives?.Count ?? 0);
        Gauge("native_bytes", "Memory of their code, about.", () => natives?.Bytes ?? 0);
        meter.CreateObservableCounter(
            "native_compilations_total", () => (long)(natives?.Compilations ?? 0), null, "Classes compiled to native code.");

        void Gauge(string name, string description, Func<long> value) => meter.CreateObservableGauge(name, value, null, description);
    }

    private static long Behind(ulong claimed, ulong own) => claimed > own ? checked((long)(claimed - own)) : 0;

    private static long Size(string folder, string file)
    {
        FileInfo found = new(Path.Combine(folder, file));
        return found.Exists ? found.Length : 0;
    }
}
