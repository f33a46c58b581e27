using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Checking.Chain;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;

namespace Kraken.Proofs.Checking.Tests.Chain;

/// <summary>A node that alters what another says.</summary>
internal sealed class LyingNode(IChainSource honest) : IChainSource
{
    public Func<ChainId, ChainId> Id { get; init; } = value => value;

    public Func<ulong, BlockHeader, BlockHeader> Header { get; init; } = (_, value) => value;

    public Func<ulong, Block, Block> Block { get; init; } = (_, value) => value;

    public Func<ulong, StateDiff, StateDiff> Diff { get; init; } = (_, value) => value;

    public Func<Felt, SierraClass?, SierraClass?> Class { get; init; } = (_, value) => value;

    public Func<Felt, Felt, Felt, Felt> Storage { get; init; } = (_, _, value) => value;

    public Func<Felt, Felt, Felt> Nonce { get; init; } = (_, value) => value;

    public Func<Felt, Felt, Felt> ClassHash { get; init; } = (_, value) => value;

    public Func<ulong, ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> Certificate { get; init; } = (_, value) => value;

    public Func<StorageProofQuery, StorageProof, StorageProof> Proof { get; init; } = (_, value) => value;

    /// <summary>How many storage proofs were asked for.</summary>
    public int Proofs { get; private set; }

    public async Task<ChainId> ChainIdAsync(CancellationToken cancellation) => Id(await honest.ChainIdAsync(cancellation));

    public Task<ulong> LatestAsync(CancellationToken cancellation) => honest.LatestAsync(cancellation);

    public async Task<Block> BlockAsync(ulong number, CancellationToken cancellation) =>
        Block(number, await honest.BlockAsync(number, cancellation));

    public async Task<BlockHeader> HeaderAsync(ulong number, CancellationToken cancellation) =>
        Header(number, await honest.HeaderAsync(number, cancellation));

    public async Task<StateDiff> StateDiffAsync(ulong number, CancellationToken cancellation) =>
        Diff(number, await honest.StateDiffAsync(number, cancellation));

    public async Task<SierraClass?> ClassAsync(ulong block, Felt classHash, CancellationToken cancellation) =>
        Class(classHash, await honest.ClassAsync(block, classHash, cancellation));

    public async Task<Felt> StorageAtAsync(ulong block, Felt contract, Felt key, CancellationToken cancellation) =>
        Storage(contract, key, await honest.StorageAtAsync(block, contract, key, cancellation));

    public async Task<Felt> NonceAtAsync(ulong block, Felt contract, CancellationToken cancellation) =>
        Nonce(contract, await honest.NonceAtAsync(block, contract, cancellation));

    public async Task<Felt> ClassHashAtAsync(ulong block, Felt contract, CancellationToken cancellation) =>
        ClassHash(contract, await honest.ClassHashAtAsync(block, contract, cancellation));

    public async Task<ReadOnlyMemory<byte>?> CertificateAsync(ulong number, CancellationToken cancellation) =>
        Certificate(number, await honest.CertificateAsync(number, cancellation));

    public async Task<StorageProof> StorageProofAsync(ulong block, StorageProofQuery query, CancellationToken cancellation)
    {
        Proofs++;
        return Proof(query, await honest.StorageProofAsync(block, query, cancellation));
    }
}
