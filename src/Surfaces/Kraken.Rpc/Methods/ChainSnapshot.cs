using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Methods;

/// <summary>
/// The chain up to the block that was the latest when the request came, and the proposal on top of it. A block that is appended meanwhile,
/// or is being appended, does not exist for it, so that all parts of an answer are of one moment. Every miss is an error of the
/// specification.
/// </summary>
internal sealed class ChainSnapshot
{
    private readonly IChainReader chain;
    private readonly BlockCache blocks;
    private readonly BlockHeader? head;

    internal ChainSnapshot(IChainReader chain, BlockCache blocks, ulong? acceptedOnL1, bool withProposal)
    {
        this.chain = chain;
        this.blocks = blocks;
        AcceptedOnL1 = acceptedOnL1;
        head = chain.Latest;
        PreConfirmed = withProposal && head is not null && chain.PreConfirmed is { } proposal
            && proposal.Block.Header.ParentHash == head.Hash
            ? proposal
            : null;
    }

    internal ChainId ChainId => chain.ChainId;

    /// <summary>The number of the newest block that was accepted on L1; null where nothing is.</summary>
    internal ulong? AcceptedOnL1 { get; }

    /// <summary>The last decided block.</summary>
    internal BlockHeader Latest => head ?? throw new RpcFailureException(RpcError.NoBlocks);

    /// <summary>The proposal on top of the last decided block; null when none was executed yet.</summary>
    internal PreConfirmedBlock? PreConfirmed { get; }

    /// <summary>The header of the block being built: that of the proposal, or what it would have if it were built now.</summary>
    internal BlockHeader NextHeader => PreConfirmed?.Block.Header ?? chain.HeaderAfter(Head);

    private BlockHeader Head => head ?? throw new RpcFailureException(RpcError.BlockNotFound);

    internal static bool IsPreConfirmed(BlockId id) => id is BlockId.ByTag { Tag: BlockTag.PreConfirmed };

    /// <summary>How final a decided block is.</summary>
    internal BlockStatus FinalityAt(ulong number) => number <= AcceptedOnL1 ? BlockStatus.AcceptedOnL1 : BlockStatus.AcceptedOnL2;

    /// <summary>The header of a decided block.</summary>
    internal BlockHeader Header(BlockId id) => FindHeader(id) ?? throw new RpcFailureException(RpcError.BlockNotFound);

    /// <summary>The header of the decided block at a height; null when there is none.</summary>
    internal BlockHeader? HeaderAt(ulong number) => number == head?.Number ? head : number < head?.Number ? blocks.HeaderAt(number) : null;

    /// <summary>A block, decided or being built; the latter has no transactions before there is a proposal.</summary>
    internal Block Block(BlockId id) => IsPreConfirmed(id)
        ? PreConfirmed?.Block ?? new(NextHeader, [], [])
        : BlockAt(Header(id).Number) ?? throw new RpcFailureException(RpcError.BlockNotFound);

    /// <summary>The decided block at a height; null when there is none.</summary>
    internal Block? BlockAt(ulong number) => number <= head?.Number ? blocks.At(number)?.Block : null;

    /// <summary>The block at a height, decided or being built, weighed; null when there is none.</summary>
    internal CountedBlock? WeighedAt(ulong number) =>
        number <= head?.Number ? blocks.At(number)
        : number == head?.Number + 1 && PreConfirmed is { } proposal ? CountedBlock.Of(proposal.Block)
        : null;

    /// <summary>Finds the decided blocks in which a filter's events may be.</summary>
    internal IEventSearch SearchEvents(EventFilter filter) => chain.SearchEvents(new EventQuery(filter.Addresses, filter.Keys));

    /// <summary>The state diff of a decided block.</summary>
    internal StateDiff StateDiffAt(BlockHeader header) =>
        chain.StateDiffAt(header.Number) ?? throw new RpcFailureException(RpcError.BlockNotFound);

    /// <summary>Where a transaction stands among the decided blocks; null when none holds it.</summary>
    internal TransactionLocation? Locate(in Felt hash) =>
        chain.Locate(hash) is { } location && location.BlockNumber <= head?.Number ? location : null;

    /// <summary>The transaction at a place of a decided block.</summary>
    internal Transaction TransactionAt(TransactionLocation location) =>
        chain.TransactionAt(location) ?? throw new RpcFailureException(RpcError.TransactionHashNotFound);

    /// <summary>The receipt of the transaction at a place of a decided block.</summary>
    internal TransactionReceipt ReceiptAt(TransactionLocation location) =>
        chain.ReceiptAt(location) ?? throw new RpcFailureException(RpcError.TransactionHashNotFound);

    /// <summary>The index of a transaction in the proposal; null when that does not hold it.</summary>
    internal int? IndexInProposal(Felt hash)
    {
        for (int i = 0; i < (PreConfirmed?.Block.Transactions.Length ?? 0); i++)
        {
            if (PreConfirmed!.Block.Transactions[i].Hash == hash)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>The state after a block; for the block being built that after the proposal, or after the last decided block.</summary>
    internal IChainState State(BlockId id)
    {
        IChainState decided = chain.StateAfter(StateNumber(id)) ?? throw new RpcFailureException(RpcError.BlockNotFound);
        return IsPreConfirmed(id) && PreConfirmed is { } proposal ? new PreConfirmedState(decided, proposal) : decided;
    }

    /// <summary>The state and the block that a call or simulation sees.</summary>
    internal StateView ViewOf(BlockId id) => IsPreConfirmed(id)
        ? new(StateNumber(id), NextHeader, PreConfirmed?.Diff)
        : new(StateNumber(id), Header(id));

    /// <summary>The class of a deployed contract.</summary>
    internal Felt ClassHashAt(BlockId id, Felt contract)
    {
        Felt classHash = State(id).ClassHashAt(contract);
        return classHash.IsZero ? throw new RpcFailureException(RpcError.ContractNotFound) : classHash;
    }

    /// <summary>A declared class.</summary>
    internal SierraClass ClassOf(Felt classHash) =>
        chain.ClassOf(classHash) ?? PreConfirmed?.ClassOf(classHash) ?? throw new RpcFailureException(RpcError.ClassHashNotFound);

    /// <summary>A declared class of Cairo 0; null where the class is none of it.</summary>
    internal DeprecatedClass? DeprecatedClassOf(Felt classHash) => chain.DeprecatedClassOf(classHash);

    /// <summary>The compiled form of a declared class.</summary>
    internal CasmClass CompiledClassOf(Felt classHash) =>
        chain.CompiledClassOf(classHash) ?? throw new RpcFailureException(RpcError.ClassHashNotFound);

    private ulong StateNumber(BlockId id) => IsPreConfirmed(id) ? Head.Number : Header(id).Number;

    private BlockHeader? FindHeader(BlockId id) => id switch
    {
        BlockId.ByNumber { Number: var number } => HeaderAt(number),
        BlockId.ByHash { Hash: var hash } => chain.NumberOf(hash) is { } number ? HeaderAt(number) : null,
        BlockId.ByTag { Tag: BlockTag.Latest } => head,
        BlockId.ByTag { Tag: BlockTag.L1Accepted } => AcceptedOnL1 is { } number ? HeaderAt(number) : null,
        _ => null, // the block being built is not decided
    };
}
