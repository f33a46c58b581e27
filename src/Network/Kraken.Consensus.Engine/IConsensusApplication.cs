using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Consensus.Engine;

/// <summary>A block built for a proposal.</summary>
/// <param name="Value">Its hash.</param>
/// <param name="Block">Its encoding.</param>
public sealed record BuiltBlock(ValueId Value, ReadOnlyMemory<byte> Block);

/// <summary>What consensus decides about: blocks, built, checked and committed by the chain. Calls never overlap.</summary>
public interface IConsensusApplication
{
    /// <summary>The last committed height; 0 with only the genesis block.</summary>
    ulong CommittedHeight { get; }

    /// <summary>Completes when the next height should begin: transactions wait, or an empty block is due.</summary>
    Task WaitForNextHeightAsync(CancellationToken cancellation);

    /// <summary>Builds the block of a height on top of the committed one.</summary>
    Task<BuiltBlock> BuildAsync(ulong height, int round, CancellationToken cancellation);

    /// <summary>Executes a foreign block on top of the committed one and says whether it is valid and hashes to the value.</summary>
    /// <param name="height">The height.</param>
    /// <param name="value">The value the block must hash to.</param>
    /// <param name="builder">Who must have built it; the default where votes vouch for that.</param>
    /// <param name="block">The block's encoding, foreign bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<bool> CheckAsync(ulong height, ValueId value, ValidatorId builder, ReadOnlyMemory<byte> block, CancellationToken cancellation);

    /// <summary>Commits a decided block with its certificate; durable when it completes.</summary>
    Task CommitAsync(CommitCertificate certificate, ReadOnlyMemory<byte> block, CancellationToken cancellation);

    /// <summary>A committed block with its certificate, for a peer that lags; null when unknown.</summary>
    (CommitCertificate Certificate, ReadOnlyMemory<byte> Block)? CommittedBlock(ulong height);
}
