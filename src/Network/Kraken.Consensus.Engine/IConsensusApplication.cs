using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Consensus.Engine;

/// <summary>
/// What consensus decides about: blocks, built, checked and committed by the chain. Builds and checks name the block below, which need
/// not be committed yet: the application keeps a tree of prepared blocks over the committed one.
/// </summary>
/// <remarks>
/// Build, check and commit are called one at a time on a thread of their own, which nothing else shares; <see cref="Committed"/> and
/// <see cref="ReadCommitted"/> from any thread at any time. An exception ends the attempt, not the validator.
/// </remarks>
public interface IConsensusApplication
{
    /// <summary>The last committed block.</summary>
    CommittedTip Committed { get; }

    /// <summary>Completes when the height may begin: the shortest time between blocks has passed, or a whole block waits.</summary>
    Task WaitUntilAllowedAsync(ulong height, CancellationToken cancellation);

    /// <summary>Completes when the height should begin: a transaction that can be executed waits, or an empty block is due.</summary>
    Task WaitUntilDueAsync(ulong height, CancellationToken cancellation);

    /// <summary>Builds a block.</summary>
    /// <param name="request">What to build.</param>
    /// <param name="cancellation">The round was left: the block is not wanted any more. Reaches the virtual machine.</param>
    BuiltBlock Build(BuildRequest request, CancellationToken cancellation);

    /// <summary>Executes a foreign block and says whether it is valid and hashes to the value.</summary>
    /// <param name="request">What to check.</param>
    /// <param name="cancellation">The round was left: the verdict is not wanted any more. Reaches the virtual machine.</param>
    /// <returns>Null when it is valid; else the reason, for the log.</returns>
    string? Check(CheckRequest request, CancellationToken cancellation);

    /// <summary>
    /// Commits decided blocks with their certificate; durable when it completes. Repeating a commit that succeeded does nothing.
    /// </summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="blocks">The blocks' bytes, in the order of the decision's values.</param>
    /// <param name="cancellation">The node stops: a block that must be executed first is left to the next start.</param>
    /// <exception cref="BlockDivergedException">The committee decided a block that this node finds invalid:
    /// going on would fork.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the blocks before that one are committed.</exception>
    void Commit(OrderedCommit decision, IReadOnlyList<ReadOnlyMemory<byte>> blocks, CancellationToken cancellation);

    /// <summary>A committed block with its certificate, for a peer that lags; null when unknown.</summary>
    CertifiedBlock? ReadCommitted(ulong height);
}

/// <summary>The last committed block.</summary>
/// <param name="Height">Its height; 0 with only the genesis block.</param>
/// <param name="Value">Its hash.</param>
public readonly record struct CommittedTip(ulong Height, ValueId Value);

/// <summary>A block that is wanted.</summary>
/// <param name="Round">The round for which it is wanted: how many before it decided nothing, for whatever reason.</param>
/// <param name="Parent">The block below: the committed one, or one that was built or checked before.</param>
/// <param name="Minimal">True after an attempt that failed: leave out everything that can fail, the transactions above all.</param>
public sealed record BuildRequest(ulong Height, int Round, ValueId Parent, bool Minimal);

/// <summary>A block built for a proposal.</summary>
/// <param name="Value">Its hash.</param>
/// <param name="Bytes">Its encoding.</param>
public sealed record BuiltBlock(ValueId Value, ReadOnlyMemory<byte> Bytes);

/// <summary>A block to check.</summary>
/// <param name="Parent">The block below.</param>
/// <param name="Value">The value the block must hash to.</param>
/// <param name="Builder">Who must have built it; null where votes vouch for that.</param>
/// <param name="IsDecided">True when a certificate proves that the committee decided it.</param>
/// <param name="Bytes">The block's encoding, foreign bytes.</param>
public sealed record CheckRequest(
    ulong Height,
    ValueId Parent,
    ValueId Value,
    ValidatorId? Builder,
    bool IsDecided,
    ReadOnlyMemory<byte> Bytes)
{
    /// <summary>True when a quorum of an earlier round is known to have voted for it.</summary>
    public bool HasEarlierQuorum { get; init; }

    /// <summary>
    /// True when the votes of a quorum stand behind the block. What this node alone sees otherwise, by its clock, its L1 or the limits of
    /// its engine, is not asked then: it would keep a height open for good whose block the others are locked on.
    /// </summary>
    public bool IsVouchedFor => IsDecided || HasEarlierQuorum;
}

/// <summary>A committed block with its proof.</summary>
/// <param name="Bytes">The block's encoding.</param>
public sealed record CertifiedBlock(Certificate Certificate, ReadOnlyMemory<byte> Bytes);

/// <summary>The committee decided a block that this node cannot execute to the same hash.</summary>
public sealed class BlockDivergedException(string message) : Exception(message);
