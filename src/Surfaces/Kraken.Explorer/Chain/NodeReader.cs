using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Caching;
using Kraken.Casm.Classes;
using Kraken.Explorer.Events;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Chain;

/// <summary>Reads from the node; what it does not know is null. Throws as <see cref="RpcClient"/> does when it cannot be reached.</summary>
internal sealed class NodeReader(RpcClient rpc)
{
    private readonly BlockCache blocks = new();
    private readonly BoundedCache<ulong, BlockHeader> headers = new(ExplorerLimits.RememberedBlocks);
    private ulong highest;

    /// <summary>The chain's id.</summary>
    public Task<ChainId> ChainAsync(CancellationToken cancellation) => rpc.ChainIdAsync(cancellation);

    /// <summary>The height of the latest block.</summary>
    public async Task<ulong> HeightAsync(CancellationToken cancellation)
    {
        ulong height = await rpc.BlockNumberAsync(cancellation).ConfigureAwait(false);
        blocks.Observe(height);
        if (height < Interlocked.Exchange(ref highest, height))
        {
            headers.Clear();
        }

        return height;
    }

    /// <summary>A block's header.</summary>
    public Task<BlockHeader?> HeaderAsync(BlockId block, CancellationToken cancellation) =>
        OrNullAsync(() => rpc.HeaderAsync(block, cancellation), RpcErrorCode.BlockNotFound);

    /// <summary>The header of a decided block, fetched once while it is remembered.</summary>
    public async Task<BlockHeader?> KnownHeaderAsync(ulong number, CancellationToken cancellation)
    {
        if (headers.TryGet(number, out BlockHeader? known))
        {
            return known;
        }

        BlockHeader? header = await HeaderAsync(new BlockId.ByNumber(number), cancellation).ConfigureAwait(false);
        if (header is not null)
        {
            headers.Set(number, header);
        }

        return header;
    }

    /// <summary>A block with its transactions; the last few are kept.</summary>
    public async Task<Block?> BlockAsync(ulong number, CancellationToken cancellation)
    {
        if (blocks.TryGet(number, out Block? known))
        {
            return known;
        }

        Block? block = await OrNullAsync(
            () => rpc.BlockAsync(new BlockId.ByNumber(number), cancellation), RpcErrorCode.BlockNotFound).ConfigureAwait(false);
        if (block is not null)
        {
            blocks.Add(block);
        }

        return block;
    }

    /// <summary>A transaction in a block or waiting.</summary>
    public Task<Transaction?> TransactionAsync(Felt hash, CancellationToken cancellation) =>
        OrNullAsync(() => rpc.TransactionAsync(hash, cancellation), RpcErrorCode.TransactionHashNotFound);

    /// <summary>How far a transaction has come.</summary>
    public Task<TransactionStatus?> StatusAsync(Felt hash, CancellationToken cancellation) => rpc.StatusAsync(hash, cancellation);

    /// <summary>A receipt with the number of its block.</summary>
    public async Task<(TransactionReceipt Receipt, ulong BlockNumber)?> ReceiptAsync(Felt hash, CancellationToken cancellation)
    {
        try
        {
            return await rpc.ReceiptAsync(hash, cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code == RpcErrorCode.TransactionHashNotFound)
        {
            return null;
        }
    }

    /// <summary>The class of a hash at the latest block; null when it is not declared.</summary>
    public Task<SierraClass?> ClassAsync(Felt hash, CancellationToken cancellation) =>
        OrNullAsync(() => rpc.ClassAsync(BlockId.Latest, hash, cancellation), RpcErrorCode.ClassHashNotFound);

    /// <summary>The class hash of a contract after a block.</summary>
    public async Task<Felt?> ClassHashAtAsync(BlockId block, Felt contract, CancellationToken cancellation)
    {
        try
        {
            return await rpc.ClassHashAtAsync(block, contract, cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code is RpcErrorCode.ContractNotFound or RpcErrorCode.BlockNotFound)
        {
            return null;
        }
    }

    /// <summary>The nonce of a contract.</summary>
    public async Task<Felt?> NonceAsync(Felt contract, CancellationToken cancellation)
    {
        try
        {
            return await rpc.NonceAsync(BlockId.Latest, contract, cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code == RpcErrorCode.ContractNotFound)
        {
            return null;
        }
    }

    /// <summary>What a call returns after the latest block; null when it fails or the node runs none.</summary>
    public async Task<ImmutableArray<Felt>?> CallAsync(FunctionCall call, CancellationToken cancellation)
    {
        try
        {
            return await rpc.CallAsync(call, BlockId.Latest, cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code is RpcErrorCode.ContractNotFound
            or RpcErrorCode.EntryPointNotFound or RpcErrorCode.ContractError or RpcErrorCode.MethodNotFound)
        {
            return null;
        }
    }

    /// <summary>What a call returns after a block, or why it fails.</summary>
    public async Task<CallAnswer> TryCallAsync(FunctionCall call, BlockId block, CancellationToken cancellation)
    {
        try
        {
            return new(await rpc.CallAsync(call, block, cancellation).ConfigureAwait(false), null);
        }
        catch (RpcClientException exception) when (exception.Code != 0)
        {
            return new([], exception.Message);
        }
    }

    /// <summary>A storage cell after a block; null when there is no such contract or block.</summary>
    public Task<Felt?> StorageAsync(BlockId block, Felt contract, Felt key, CancellationToken cancellation) => OrNoneAsync(
        () => rpc.StorageAtAsync(block, contract, key, cancellation), RpcErrorCode.ContractNotFound, RpcErrorCode.BlockNotFound);

    /// <summary>A page of events, oldest first; none where the node does not know the blocks.</summary>
    public async Task<EventPage> EventsAsync(EventWish wish, ulong from, ulong to, string? token, CancellationToken cancellation) =>
        await OrNullAsync(
            () => rpc.EventsAsync(
                wish.Contract, wish.Keys, new BlockId.ByNumber(from), new BlockId.ByNumber(to), ExplorerLimits.EventChunk, token,
                cancellation),
            RpcErrorCode.BlockNotFound).ConfigureAwait(false) ?? new EventPage([], null);

    /// <summary>The certificate of a block, empty for one without; null where the node gives none.</summary>
    public Task<ReadOnlyMemory<byte>?> CertificateAsync(ulong number, CancellationToken cancellation) => OrNoneAsync(
        () => rpc.CertificateAsync(new BlockId.ByNumber(number), cancellation), RpcErrorCode.BlockNotFound, RpcErrorCode.MethodNotFound);

    /// <summary>What a block changed; null when there is none.</summary>
    public Task<StateUpdate?> StateUpdateAsync(ulong number, CancellationToken cancellation) => OrNullAsync(
        () => rpc.StateUpdateAsync(new BlockId.ByNumber(number), cancellation), RpcErrorCode.BlockNotFound);

    /// <summary>The compiled form of a class; null when the node has none.</summary>
    public Task<CasmClass?> CompiledClassAsync(Felt hash, CancellationToken cancellation) => OrNullAsync(
        () => rpc.CompiledClassAsync(hash, cancellation),
        RpcErrorCode.ClassHashNotFound, RpcErrorCode.CompilationError, RpcErrorCode.MethodNotFound);

    /// <summary>The token of the chain's fees, as the node tells it; null where it does not.</summary>
    public Task<Felt?> FeeTokenAsync(CancellationToken cancellation) =>
        OrNoneAsync(() => rpc.FeeTokenAsync(cancellation), RpcErrorCode.MethodNotFound);

    /// <summary>What waits at the node; null where it does not tell.</summary>
    public Task<WaitingPage?> WaitingAsync(CancellationToken cancellation) => OrNullAsync(
        () => rpc.WaitingAsync(ExplorerLimits.Waiting, cancellation), RpcErrorCode.MethodNotFound);

    /// <summary>The transactions of the block that is being decided, in order.</summary>
    public async Task<ImmutableArray<Felt>> ProposedAsync(CancellationToken cancellation) => await OrNoneAsync(
        () => rpc.TransactionHashesAsync(BlockId.PreConfirmed, cancellation), RpcErrorCode.BlockNotFound).ConfigureAwait(false) ?? [];

    /// <summary>The accounts whose keys the chain gives to everybody; none on a serious chain.</summary>
    public async Task<ImmutableArray<(Felt Address, Felt? PrivateKey)>> DevelopmentAccountsAsync(CancellationToken cancellation) =>
        await OrNoneAsync(() => rpc.DevelopmentAccountsAsync(cancellation), RpcErrorCode.MethodNotFound).ConfigureAwait(false) ?? [];

    /// <summary>Estimates a transaction without its signature.</summary>
    public Task<FeeEstimate> EstimateAsync(SubmittedTransaction transaction, CancellationToken cancellation) =>
        rpc.EstimateFeeAsync(transaction, BlockId.PreConfirmed, skipValidate: true, cancellation);

    /// <summary>The nonce that an account's next transaction takes.</summary>
    public Task<Felt> NextNonceAsync(Felt account, CancellationToken cancellation) =>
        rpc.NonceAsync(BlockId.PreConfirmed, account, cancellation);

    /// <summary>Sends a signed transaction and gives the hash that the node computed.</summary>
    public Task<Felt> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation) =>
        rpc.SubmitAsync(transaction, cancellation);

    /// <summary>The trace of a transaction; null when the node gives none, or one that is no trace.</summary>
    public async Task<TransactionTrace?> TraceAsync(Felt hash, CancellationToken cancellation)
    {
        try
        {
            return await rpc.TraceAsync(hash, cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code <= 0
            || exception.Code is RpcErrorCode.NoTraceAvailable or RpcErrorCode.TransactionHashNotFound or RpcErrorCode.BlockNotFound)
        {
            return null;
        }
    }

    private static async Task<T?> OrNoneAsync<T>(Func<Task<T>> read, params int[] codes)
        where T : struct
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (codes.Contains(exception.Code))
        {
            return null;
        }
    }

    private static async Task<T?> OrNullAsync<T>(Func<Task<T>> read, params int[] codes)
        where T : class
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (codes.Contains(exception.Code))
        {
            return null;
        }
    }
}
