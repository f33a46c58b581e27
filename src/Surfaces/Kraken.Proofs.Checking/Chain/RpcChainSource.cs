using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>A node over JSON-RPC.</summary>
public sealed class RpcChainSource(RpcClient client) : IChainSource
{
    /// <inheritdoc/>
    public Task<ChainId> ChainIdAsync(CancellationToken cancellation) => client.ChainIdAsync(cancellation);

    /// <inheritdoc/>
    public Task<ulong> LatestAsync(CancellationToken cancellation) => client.BlockNumberAsync(cancellation);

    /// <inheritdoc/>
    public Task<Block> BlockAsync(ulong number, CancellationToken cancellation) =>
        client.BlockAsync(new BlockId.ByNumber(number), cancellation);

    /// <inheritdoc/>
    public Task<BlockHeader> HeaderAsync(ulong number, CancellationToken cancellation) =>
        client.HeaderAsync(new BlockId.ByNumber(number), cancellation);

    /// <inheritdoc/>
    public async Task<StateDiff> StateDiffAsync(ulong number, CancellationToken cancellation) =>
        (await client.StateUpdateAsync(new BlockId.ByNumber(number), cancellation).ConfigureAwait(false)).Diff;

    /// <inheritdoc/>
    public async Task<SierraClass?> ClassAsync(ulong block, Felt classHash, CancellationToken cancellation)
    {
        try
        {
            return await client.ClassAsync(new BlockId.ByNumber(block), classHash, cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code == RpcErrorCode.ClassHashNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<Felt> StorageAtAsync(ulong block, Felt contract, Felt key, CancellationToken cancellation) =>
        OrZero(client.StorageAtAsync(new BlockId.ByNumber(block), contract, key, cancellation));

    /// <inheritdoc/>
    public Task<Felt> NonceAtAsync(ulong block, Felt contract, CancellationToken cancellation) =>
        OrZero(client.NonceAsync(new BlockId.ByNumber(block), contract, cancellation));

    /// <inheritdoc/>
    public Task<Felt> ClassHashAtAsync(ulong block, Felt contract, CancellationToken cancellation) =>
        OrZero(client.ClassHashAtAsync(new BlockId.ByNumber(block), contract, cancellation));

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> CertificateAsync(ulong number, CancellationToken cancellation)
    {
        try
        {
            return await client.CertificateAsync(new BlockId.ByNumber(number), cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code == RpcErrorCode.MethodNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<StorageProof> StorageProofAsync(ulong block, StorageProofQuery query, CancellationToken cancellation) =>
        client.StorageProofAsync(new BlockId.ByNumber(block), query, cancellation);

    private static async Task<Felt> OrZero(Task<Felt> answer)
    {
        try
        {
            return await answer.ConfigureAwait(false);
        }
        catch (RpcClientException exception) when (exception.Code == RpcErrorCode.ContractNotFound)
        {
            return default;
        }
    }
}
