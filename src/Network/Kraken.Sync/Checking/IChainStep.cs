using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Kraken.Sequencer.Blocks;

namespace Kraken.Sync.Checking;

/// <summary>
/// Takes a block on its parent: by execution (<see cref="ExecutedStep"/>) or by its state diff (<see cref="AppliedStep"/>).
/// </summary>
public interface IChainStep
{
    /// <summary>
    /// Computes the state after a block and compares all that comes of it with the block; never throws on what a source gave.
    /// </summary>
    /// <param name="block">The block, its number and parent checked.</param>
    /// <param name="parent">The block below.</param>
    /// <param name="taken">The block with its state, or null.</param>
    /// <param name="mismatch">Where it is not what it has to be, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    bool TryTake(
        ScreenedBlock block,
        BlockParent parent,
        [NotNullWhen(true)] out PreparedBlock? taken,
        [NotNullWhen(false)] out BlockMismatch? mismatch,
        CancellationToken cancellation);
}
