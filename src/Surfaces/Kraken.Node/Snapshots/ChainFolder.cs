using System;
using System.IO;
using System.Linq;
using Kraken.Starknet.Blocks;
using Kraken.State.Snapshots;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Storage.Files;
using Kraken.Storage.Sqlite;

namespace Kraken.Node.Snapshots;

/// <summary>The chain in a node's folder, as a whole: taken to a file, made from one, rolled back.</summary>
public static class ChainFolder
{
    // Beside the file itself SQLite keeps its log and an index of that.
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    /// <summary>Writes the chain of a folder, as it is now, to a file; a node may run in the folder meanwhile.</summary>
    /// <param name="chainId">The chain's name.</param>
    /// <param name="output">The file, which must not be there.</param>
    /// <returns>What the file says of itself.</returns>
    /// <exception cref="InvalidDataException">There is no chain, or a damaged one.</exception>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public static SnapshotManifest Take(string folder, string chainId, string output)
    {
        if (File.Exists(output))
        {
            throw new IOException($"{output}: expected no file, got one");
        }

        string unfinished = output + DurableFile.Unfinished;
        try
        {
            SnapshotManifest manifest;
            using (SqliteStore store = Open(folder))
            using (FileStream file = new(unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                manifest = SnapshotFile.Write(store, chainId, file);
                DurableFile.Flush(file);
            }

            DurableFile.Rename(unfinished, output);
            return manifest;
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            throw new InvalidDataException($"{folder}: {damage.Message}", damage);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Makes the chain of a folder from a snapshot; where this throws the folder has no chain, as before.</summary>
    /// <param name="snapshot">The file, from anybody.</param>
    /// <param name="folder">The folder, which must have no chain; it is made if it is not there.</param>
    /// <param name="basis">What is known of the chain that it must be.</param>
    /// <param name="depth">How much is checked.</param>
    /// <param name="limits">The bounds of the file.</param>
    /// <returns>The latest header.</returns>
    /// <exception cref="InvalidDataException">The file is refused: the text says why.</exception>
    /// <exception cref="IOException">The folder has a chain already, or something cannot be read or written.</exception>
    public static BlockHeader Restore(string snapshot, string folder, AuditBasis basis, AuditDepth depth, SnapshotLimits limits)
    {
        ArgumentNullException.ThrowIfNull(basis);
        string path = Path.Combine(folder, NodeFolder.StoreFile);
        string unfinished = path + DurableFile.Unfinished;
        using FileStream file = new(snapshot, FileMode.Open, FileAccess.Read, FileShare.Read);
        SnapshotManifest manifest = SnapshotFile.ReadManifest(file, limits);
        if (manifest.ChainId != basis.ChainName || manifest.GenesisHash != basis.GenesisHash)
        {
            throw new InvalidDataException(
                $"{snapshot}: expected chain {basis.ChainName} with block 0 {basis.GenesisHash}, "
                + $"got {manifest.ChainId} with {manifest.GenesisHash}");
        }

        // The log of a chain that is gone would be read into the one that is put in its place.
        if (Parts.Select(part => path + part).FirstOrDefault(File.Exists) is { } there)
        {
            throw new IOException($"{there}: expected no chain there, got {(there == path ? "one" : "what is left of one")}");
        }

        Directory.CreateDirectory(folder);
        RequireRoom(folder, manifest);
        Delete(unfinished);
        try
        {
            BlockHeader latest;
            using (SqliteStore store = SqliteStore.Open(unfinished, SqliteDurability.ProcessEnd))
            {
                SnapshotFile.Read(file, manifest, store, limits);
                latest = ChainAudit.Require(store, basis, depth);
            }

            if (latest.Hash != manifest.BlockHash || latest.Number != manifest.Number || latest.StateRoot != manifest.StateRoot)
            {
                throw new InvalidDataException(
                    $"{snapshot}: expected block {manifest.Number} {manifest.BlockHash} as its manifest says, "
                    + $"got block {latest.Number} {latest.Hash}");
            }

            using (FileStream whole = new(unfinished, FileMode.Open, FileAccess.ReadWrite))
            {
                DurableFile.Flush(whole);
            }

            DurableFile.Rename(unfinished, path);
            return latest;
        }
        finally
        {
            Delete(unfinished);
        }
    }

    /// <summary>Takes the newest blocks of a folder's chain back; nothing may run in the folder.</summary>
    /// <param name="folder">The folder of a follower or of a development chain.</param>
    /// <param name="number">The block that is the latest afterwards.</param>
    /// <returns>The latest header before, and afterwards.</returns>
    /// <exception cref="InvalidDataException">
    /// It is a validator's folder, there is no such block, or its state is not held any more.
    /// </exception>
    public static (BlockHeader Before, BlockHeader After) Rollback(string folder, ulong number)
    {
        if (NodeFolder.FindValidator(folder) is { } mark)
        {
            throw new InvalidDataException(
                $"{folder}: expected a folder of a follower or of a development chain, got a validator's ({mark}): "
                + "what it voted for stays decided");
        }

        try
        {
            if (SqliteStore.IsOpenElsewhere(Path.Combine(folder, NodeFolder.StoreFile)))
            {
                throw new InvalidDataException($"{folder}: a process runs there: stop it first");
            }

            using SqliteStore records = Open(folder);
            ChainStore store = new(records);
            ulong latest = store.LatestNumber ?? throw new InvalidDataException($"{folder}: expected a chain with a block, got none");
            BlockHeader before = store.Header(latest)!;
            if (number > latest)
            {
                throw new InvalidDataException($"{folder}: expected a block up to {latest}, the latest there, got {number}");
            }

            store.Rollback(number);
            return (before, store.Header(number)!);
        }
        catch (Exception damage) when (IsDamage(damage) || damage is Starknet.Chain.StateNotHeldException)
        {
            throw new InvalidDataException($"{folder}: {damage.Message}", damage);
        }
    }

    private static bool IsDamage(Exception exception) =>
        exception is DamagedStoreException or StoreFormatException or StoreException;

    private static SqliteStore Open(string folder)
    {
        string path = Path.Combine(folder, NodeFolder.StoreFile);
        return File.Exists(path) ? SqliteStore.Open(path) : throw new InvalidDataException($"{path}: expected a chain there, got none");
    }

    // A table on disk takes more than its records; what is said here is the least.
    private static void RequireRoom(string folder, SnapshotManifest manifest)
    {
        long free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free < manifest.Bytes)
        {
            throw new IOException($"{folder}: expected {manifest.Bytes} free bytes for the snapshot's records, got {free}");
        }
    }

    private static void Delete(string store)
    {
        foreach (string part in Parts)
        {
            File.Delete(store + part);
        }
    }
}
