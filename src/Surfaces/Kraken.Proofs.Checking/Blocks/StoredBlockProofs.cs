using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Statement;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>The stored proofs of a block, checked.</summary>
/// <param name="Number">The height.</param>
/// <param name="Proofs">Each entry that holds the block, with what checking it found.</param>
/// <param name="Unproved">Why there is none, where the store says so.</param>
public sealed record StoredBlockProofs(
    ulong Number, ImmutableArray<(RangeKey Key, BlockProofReport Report)> Proofs, UnprovedBlock? Unproved)
{
    /// <summary>There is a proof, and all of them hold.</summary>
    public bool IsProved => !Proofs.IsEmpty && Proofs.All(proof => proof.Report.IsValid);

    /// <summary>The hash that was proved for the block; null where no proof holds.</summary>
    public Felt? ProvedHash => Proofs
        .Where(proof => proof.Report.IsValid)
        .Select(proof => HashOf(proof.Report.Statement!))
        .FirstOrDefault();

    private Felt? HashOf(BlockStatement statement) => statement.Blocks[(int)(Number - statement.FirstBlock)].Hash;
}
