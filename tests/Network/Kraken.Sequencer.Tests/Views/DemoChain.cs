using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.State.Store;
using Kraken.Storage;

namespace Kraken.Sequencer.Tests.Views;

/// <summary>The genuine genesis, and calls of its demo contract whose length the caller chooses.</summary>
internal sealed class DemoChain : IDisposable
{
    /// <summary>A loop that takes minutes, had it the gas.</summary>
    internal const ulong Endless = uint.MaxValue;

    private readonly MemoryStore database = new();
    private readonly GenesisDescription genesis = new() { Timestamp = 1_700_000_000 };
    private readonly ChainStore store;

    internal DemoChain(ViewLimits? limits = null, TimeProvider? clock = null)
    {
        ChainRules rules = new()
        {
            Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
            Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = genesis.GasPrices,
        };
        ClassCompiler compiler = new();
        store = new ChainStore(database);
        store.Append(GenesisBlock.Create(genesis, compiler));
        ClassRegistry classes =
            new(hash => store.Sierra(hash) is { } sierra && store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null);
        Executor = new CallExecutor(store, rules, classes, compiler, limits, clock);
        Reader = new ChainReader(store, rules, TimeProvider.System);
    }

    internal CallExecutor Executor { get; }

    internal ChainReader Reader { get; }

    internal StateView View => new(0, store.Header(0)!);

    public void Dispose()
    {
        Executor.Dispose();
        database.Dispose();
    }

    internal FunctionCall Fibonacci(ulong number) => new(genesis.DemoAddress, Selector.FromName("fibonacci"), [(Felt)number]);

    /// <summary>The call as a JSON-RPC request.</summary>
    internal string Request(ulong number) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"starknet_call","params":[{"contract_address":"{{genesis.DemoAddress}}","entry_point_selector":"{{Selector.FromName("fibonacci")}}","calldata":["{{(Felt)number}}"]},"latest"]}""";
}
