using System;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Rpc;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Genesis;
using Kraken.State.Store;
using Kraken.Storage;
using Microsoft.Extensions.Logging;

namespace Kraken.Fuzz.Targets;

/// <summary>The JSON-RPC service of a node whose chain is the genuine genesis block, in memory and without a mempool.</summary>
internal sealed class RpcNode : ILogger<RpcService>
{
    private static readonly Lazy<RpcNode> Made = new(() => new RpcNode());

    private string? failure;

    private RpcNode()
    {
        GenesisDescription genesis = new() { Timestamp = 1_700_000_000 };
        ChainRules rules = new()
        {
            Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
            Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = genesis.GasPrices,
        };
        ChainStore store = new(new MemoryStore());
        store.Append(GenesisBlock.Create(genesis, new ClassCompiler()));
        RpcBackend backend = new()
        {
            Chain = new ChainReader(store, rules, TimeProvider.System),
            DevelopmentAccounts = DevelopmentAccounts.All,
            Certificate = store.Certificate,
        };
        Service = new RpcService(backend, new RpcOptions(), this);
    }

    /// <summary>The one node of this process: its genesis takes seconds to compile.</summary>
    internal static RpcNode Instance => Made.Value;

    /// <summary>The service.</summary>
    internal RpcService Service { get; }

    /// <summary>What failed behind the interface since this was asked last; null for nothing.</summary>
    internal string? TakeFailure() => Interlocked.Exchange(ref failure, null);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            failure = $"{exception?.GetType().Name}: {exception?.Message} {exception?.StackTrace?.Split('\n')[0].Trim()}";
        }
    }
}
