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
    /// <summary>There is a proof, all of them hold, and they are of one block.</summary>
    public bool IsProved => !Proofs.IsEmpty && Proofs.All(proof => proof.Report.IsValid) && ProvedHashes.Length == 1;

    /// <summary>The hash that was proved for the block; null where no proof holds, or they are of different blocks.</summary>
    public Felt? ProvedHash => ProvedHashes is [var only] ? only : null;

    /// <summary>The hashes for which a proof holds, each once: several are several blocks that the committee decided.</summary>
    public ImmutableArray<Felt> ProvedHashes =>
        [.. Proofs.Where(proof => proof.Report.IsValid).Select(proof => HashOf(proof.Report.Statement!)).Distinct()];

    private Felt HashOf(BlockStatement statement) => statement.Blocks[(int)(Number - statement.FirstBlock)].Hash;
}
