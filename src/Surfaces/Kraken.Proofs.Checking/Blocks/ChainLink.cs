using Kraken.Proofs.Ranges;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>Consecutive blocks of a chain, and whether a proof of them holds.</summary>
/// <param name="Transactions">The transactions that are proved.</param>
/// <param name="Problem">Why they are not proved; null where they are.</param>
public sealed record ChainLink(BlockSpan Blocks, ulong Transactions, string? Problem)
{
    /// <summary>What had to be taken unchecked of blocks that are proved, a sentence; null for nothing.</summary>
    public string? Taken { get; init; }

    /// <summary>Whether the blocks are not proved because no proof is there, rather than by one that does not hold.</summary>
    public bool HasNoProof { get; init; }
}
