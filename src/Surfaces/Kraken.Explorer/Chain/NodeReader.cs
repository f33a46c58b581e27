using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
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

    /// <summary>The chain's id.</summary>
    public Task<ChainId> ChainAsync(CancellationToken cancellation) => rpc.ChainIdAsync(cancellation);

    /// <summary>The height of the latest block.</summary>
    public async Task<ulong> HeightAsync(CancellationToken cancellation)
    {
        ulong height = await rpc.BlockNumberAsync(cancellation).ConfigureAwait(false);
        blocks.Observe(height);
        return height;
    }

    /// <summary>A block's header.</summary>
    public Task<BlockHeader?> HeaderAsync(BlockId block, CancellationToken cancellation) =>
        OrNullAsync(() => rpc.HeaderAsync(block, cancellation), RpcErrorCode.BlockNotFound);

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
