using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;

namespace Kraken.Rpc.Tests.Limits;

/// <summary>A long chain of blocks without transactions, which counts the headers that are read.</summary>
/// <param name="height">The last block's number.</param>
/// <param name="model">The header of all blocks but for the number.</param>
internal sealed class EmptyChain(ulong height, BlockHeader model) : IChainReader
{
    public int HeadersRead { get; private set; }

    public ChainId ChainId => ChainId.Sepolia;

    public BlockHeader? Latest => At(height);

    public BlockHeader HeaderAfter(BlockHeader decided) => At(decided.Number + 1);

    public SyncProgress? Syncing => null;

    public BlockHeader? HeaderAt(ulong number)
    {
        HeadersRead++;
        return number <= height ? At(number) : null;
    }

    public ulong? NumberOf(in Felt blockHash) => null;

    public Block? BlockAt(ulong number) => new(At(number), [], []);

    public StateDiff? StateDiffAt(ulong number) => StateDiff.Empty;

    public TransactionLocation? Locate(in Felt transactionHash) => null;

    public IChainState? StateAfter(ulong number) => null;

    public SierraClass? ClassOf(in Felt classHash) => null;

    public CasmClass? CompiledClassOf(in Felt classHash) => null;

    private BlockHeader At(ulong number) => model with { Number = number, Commitments = model.Commitments with { EventCount = 0 } };
}
