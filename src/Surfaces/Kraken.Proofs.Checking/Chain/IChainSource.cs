using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>What proving and checking need from a node. Safe for several threads. Methods throw when the node cannot answer.</summary>
public interface IChainSource
{
    /// <summary>Which chain the source tells of.</summary>
    Task<ChainId> ChainIdAsync(CancellationToken cancellation);

    /// <summary>The height of the latest decided block.</summary>
    Task<ulong> LatestAsync(CancellationToken cancellation);

    /// <summary>A decided block with transactions and receipts.</summary>
    Task<Block> BlockAsync(ulong number, CancellationToken cancellation);

    /// <summary>The header of a decided block.</summary>
    Task<BlockHeader> HeaderAsync(ulong number, CancellationToken cancellation);

    /// <summary>The state diff of a decided block.</summary>
    Task<StateDiff> StateDiffAsync(ulong number, CancellationToken cancellation);

    /// <summary>A class as of the state after a block; null when it is not declared there.</summary>
    Task<SierraClass?> ClassAsync(ulong block, Felt classHash, CancellationToken cancellation);

    /// <summary>A storage cell after a block; zero when it was never written.</summary>
    Task<Felt> StorageAtAsync(ulong block, Felt contract, Felt key, CancellationToken cancellation);

    /// <summary>A nonce after a block; zero when the contract does not exist.</summary>
    Task<Felt> NonceAtAsync(ulong block, Felt contract, CancellationToken cancellation);

    /// <summary>A contract's class hash after a block; zero when it does not exist.</summary>
    Task<Felt> ClassHashAtAsync(ulong block, Felt contract, CancellationToken cancellation);

    /// <summary>The commit certificate of a decided block, as bytes that nobody checked; null when the node gives none.</summary>
    Task<ReadOnlyMemory<byte>?> CertificateAsync(ulong number, CancellationToken cancellation);

    /// <summary>What nodes give as certificates of a decided block, each nobody checked: one node's lie must not hide another's.</summary>
    async Task<IReadOnlyList<ReadOnlyMemory<byte>>> CertificatesAsync(ulong number, CancellationToken cancellation) =>
        await CertificateAsync(number, cancellation).ConfigureAwait(false) is { } certificate ? [certificate] : [];

    /// <summary>
    /// The nodes on the ways to leaves of the state's tries after a block, which nobody checked: <c>ProvenState</c> of Kraken.State does.
    /// </summary>
    Task<StorageProof> StorageProofAsync(ulong block, StorageProofQuery query, CancellationToken cancellation);
}
