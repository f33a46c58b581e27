using System;
using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Fields;
using Kraken.StarknetOs.Runs;
using Kraken.State.Commitment;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of the roots of tries.</summary>
internal static class CommitmentHints
{
    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        ["SetPreimageForStateCommitments"] = ids => Roots(
            ids, state, "initial_root", "final_root", (_, commitment) => commitment.Roots.Contracts),
        ["SetPreimageForClassCommitments"] = ids => Roots(
            ids, state, "initial_root", "final_root", (_, commitment) => commitment.Roots.Classes),
        ["SetPreimageForCurrentCommitmentInfo"] = ids =>
        {
            HintId address = ids["contract_address"];
            return Roots(
                ids, state, "initial_contract_state_root", "final_contract_state_root",
                (run, commitment) => commitment.StorageRootOf(address.Felt(run)));
        },

        // One who only reads could take a shorter way; the usual one states the same.
        ["ShouldUseReadOptimizedPatriciaUpdate"] = ids =>
        {
            HintId takesShorter = ids["should_use_read_optimized"];
            return r => takesShorter.Set(r, false);
        },
    };

    private static Action<HintRun> Roots(
        HintBinder ids, OsRunState state, string before, string after, Func<HintRun, ICommitmentReader, Felt> rootOf)
    {
        (HintId initial, HintId final) = (ids[before], ids[after]);
        return r =>
        {
            BlockState commitments = state.Block.Commitments;
            initial.Set(r, rootOf(r, commitments.Before));
            final.Set(r, rootOf(r, commitments.After));
        };
    }
}
