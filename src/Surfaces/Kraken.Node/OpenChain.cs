using System;
using System.IO;
using System.Threading.Tasks;
using Kraken.Execution.Classes;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.State.Store;
using Kraken.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kraken.Node;

/// <summary>
/// The chain in a node's folder, opened for the node that runs there: store, classes, and what runs them. A folder without a chain gets the
/// first block of the genesis file.
/// </summary>
internal sealed class OpenChain : IDisposable
{
    private readonly SqliteStore database;
    private readonly TaskCompletionSource differed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Opens it.</summary>
    /// <param name="genesis">The chain's genesis file.</param>
    /// <param name="durability">What a block that was appended outlives.</param>
    /// <param name="history">Which states are kept.</param>
    /// <param name="execution">What runs contracts.</param>
    /// <param name="logger">Told of native code that fails.</param>
    /// <exception cref="InvalidDataException">The folder holds another chain.</exception>
    internal OpenChain(
        string folder, GenesisFile genesis, SqliteDurability durability, StateRetention history, ExecutionEngine execution, ILogger logger)
    {
        database = SqliteStore.Open(Path.Combine(folder, NodeFolder.StoreFile), durability);
        Store = new ChainStore(database, history);
        if (Store.LatestNumber is null)
        {
            Store.Append(ChainRulesOf.FirstBlock(genesis, Compiler));
        }

        RequireGenesis(genesis);
        Natives = execution == ExecutionEngine.Vm ? null : OpenNatives(folder, isCompared: execution == ExecutionEngine.Both, logger);
        Classes = new ClassRegistry(
            hash => Store.Sierra(hash) is { } sierra && Store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null, Natives);
    }

    /// <summary>Blocks, states and classes.</summary>
    internal ChainStore Store { get; }

    /// <summary>Compiles classes that are declared.</summary>
    internal ClassCompiler Compiler { get; } = new();

    /// <summary>Declared classes, ready to run.</summary>
    internal ClassRegistry Classes { get; }

    /// <summary>Native code; null where contracts run on the virtual machine alone.</summary>
    internal NativeClasses? Natives { get; }

    /// <summary>Fails when the two engines differ, which must end the node; it never completes otherwise.</summary>
    internal Task Differed => differed.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        Natives?.Dispose();
        database.Dispose();
    }

    private NativeClasses OpenNatives(string folder, bool isCompared, ILogger logger) =>
        new(hash => Store.Sierra(hash), isCompared, new NativeFolder(Path.Combine(folder, "native")))
        {
            Failed = (classHash, failure) => logger.LogWarning(failure, "native code of class {ClassHash}", classHash),
            Differed = difference =>
            {
                logger.LogCritical(difference, "the node stops");
                differed.TrySetException(difference);
            },
        };

    // A folder may hold another chain than its genesis file by now describes.
    private void RequireGenesis(GenesisFile genesis)
    {
        Felt held = Store.Header(0)!.Hash;
        if (genesis.Content is { } content && content.BlockHash != held)
        {
            throw new InvalidDataException(
                $"expected {NodeFolder.StoreFile} of the genesis file, with block 0 {content.BlockHash}, got one with {held}");
        }
    }
}
