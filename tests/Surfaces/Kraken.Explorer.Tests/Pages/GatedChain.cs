using System;
using System.Threading;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Rpc.Tests;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>The recorded chain, whose blocks are not given before a test lets them be.</summary>
internal sealed class GatedChain(RecordedChain chain) : IChainReader, IDisposable
{
    private readonly ManualResetEventSlim gate = new();

    /// <summary>Whether reading a block fails.</summary>
    public bool Fails { get; set; }

    public ChainId ChainId => chain.ChainId;

    public BlockHeader? Latest => chain.Latest;

    public SyncProgress? Syncing => null;

    public void Open() => gate.Set();

    public void Dispose() => gate.Dispose();

    public BlockHeader HeaderAfter(BlockHeader decided) => chain.HeaderAfter(decided);

    public BlockHeader? HeaderAt(ulong number) => chain.HeaderAt(number);

    public ulong? NumberOf(in Felt blockHash) => chain.NumberOf(blockHash);

    public Block? BlockAt(ulong number)
    {
        gate.Wait();
        return Fails ? throw new InvalidOperationException("as the test wants") : chain.BlockAt(number);
    }

    public StateDiff? StateDiffAt(ulong number) => chain.StateDiffAt(number);

    public TransactionLocation? Locate(in Felt transactionHash) => chain.Locate(transactionHash);

    public IChainState? StateAfter(ulong number) => chain.StateAfter(number);

    public SierraClass? ClassOf(in Felt classHash) => chain.ClassOf(classHash);

    public CasmClass? CompiledClassOf(in Felt classHash) => chain.CompiledClassOf(classHash);
}
