using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Rpc.Tests;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;

namespace Kraken.Explorer.Tests.Feed;

/// <summary>The recorded chain up to a height that moves.</summary>
internal sealed class GrowingChain(RecordedChain chain) : IChainReader
{
    public ulong Height { get; set; } = 3;

    public ChainId ChainId => chain.ChainId;

    public BlockHeader? Latest => chain.HeaderAt(Height);

    public BlockHeader HeaderAfter(BlockHeader decided) => chain.HeaderAfter(decided);

    public SyncProgress? Syncing => null;

    public BlockHeader? HeaderAt(ulong number) => number <= Height ? chain.HeaderAt(number) : null;

    public ulong? NumberOf(in Felt blockHash) => chain.NumberOf(blockHash);

    public Block? BlockAt(ulong number) => number <= Height ? chain.BlockAt(number) : null;

    public StateDiff? StateDiffAt(ulong number) => chain.StateDiffAt(number);

    public TransactionLocation? Locate(in Felt transactionHash) => chain.Locate(transactionHash);

    public IChainState? StateAfter(ulong number) => chain.StateAfter(number);

    public SierraClass? ClassOf(in Felt classHash) => chain.ClassOf(classHash);

    public CasmClass? CompiledClassOf(in Felt classHash) => chain.CompiledClassOf(classHash);
}
