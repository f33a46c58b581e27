using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>Finds what block ids name; every miss is an error of the specification.</summary>
internal sealed class ChainView(IChainReader chain, long maxCachedBlockBytes)
{
    private readonly BlockCache blocks = new(chain, maxCachedBlockBytes);

    internal IChainReader Chain => chain;

    internal BlockHeader Latest => chain.Latest ?? throw new RpcFailureException(RpcError.NoBlocks);

    internal static bool IsPreConfirmed(BlockId id) => id is BlockId.ByTag { Tag: BlockTag.PreConfirmed };

    /// <summary>The header of a decided block.</summary>
    internal BlockHeader Header(BlockId id) => FindHeader(id) ?? throw new RpcFailureException(RpcError.BlockNotFound);

    /// <summary>A decided block.</summary>
    internal Block Block(BlockId id) => blocks.At(Header(id).Number) ?? throw new RpcFailureException(RpcError.BlockNotFound);

    /// <summary>The decided block at a height; null when there is none.</summary>
    internal Block? BlockAt(ulong number) => blocks.At(number);

    /// <summary>The state after a block; for the block being built that after the last decided one, on which it will run.</summary>
    internal IChainState State(BlockId id) => chain.StateAfter(StateNumber(id)) ?? throw new RpcFailureException(RpcError.BlockNotFound);

    /// <summary>The state and the block that a call or simulation sees.</summary>
    internal StateView ViewOf(BlockId id) => IsPreConfirmed(id) ? new(StateNumber(id), chain.NextHeader) : new(StateNumber(id), Header(id));

    /// <summary>The class of a deployed contract.</summary>
    internal Felt ClassHashAt(BlockId id, Felt contract)
    {
        Felt classHash = State(id).ClassHashAt(contract);
        return classHash.IsZero ? throw new RpcFailureException(RpcError.ContractNotFound) : classHash;
    }

    private ulong StateNumber(BlockId id) => IsPreConfirmed(id)
        ? (chain.Latest ?? throw new RpcFailureException(RpcError.BlockNotFound)).Number
        : Header(id).Number;

    private BlockHeader? FindHeader(BlockId id) => id switch
    {
        BlockId.ByNumber { Number: var number } => chain.HeaderAt(number),
        BlockId.ByHash { Hash: var hash } => chain.NumberOf(hash) is { } number ? chain.HeaderAt(number) : null,
        BlockId.ByTag { Tag: BlockTag.Latest } => chain.Latest,
        _ => null, // nothing is proved on L1, and the block being built is not decided
    };
}
