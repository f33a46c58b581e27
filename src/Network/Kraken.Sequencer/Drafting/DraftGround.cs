using Kraken.Consensus;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;

namespace Kraken.Sequencer.Drafting;

/// <summary>A block that the next one may stand on, so that the next one may be drafted.</summary>
/// <param name="Value">Its hash.</param>
/// <param name="Parent">
/// What is executed on. Reads through it stay right while that block is stored: what it changes lies above the store in both cases.
/// </param>
/// <param name="Below">What it and those below it that are not committed took from the pool.</param>
internal sealed record DraftGround(ValueId Value, BlockParent Parent, UncommittedContent Below)
{
    /// <summary>The height of the block that is drafted on it.</summary>
    internal ulong Height => Parent.Header.Number + 1;

    /// <summary>
    /// A ground that other threads may use: the tree of prepared blocks answers the one thread that owns it, which asks here for the
    /// one old hash that a block on this ground needs.
    /// </summary>
    internal static DraftGround Of(ValueId value, BlockParent parent, UncommittedContent below, ulong? oldBlock)
    {
        Felt old = oldBlock is { } number ? parent.HashOf(number) : default;
        return new DraftGround(value, parent with { HashOf = _ => old }, below);
    }
}
