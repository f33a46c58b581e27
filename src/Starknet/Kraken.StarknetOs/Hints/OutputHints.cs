using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.StarknetOs.Runs;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of the output, which is never encrypted and never given as blobs.</summary>
internal static class OutputHints
{
    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        ["WriteUseKzgDaAndFullOutputToMemory"] = ids =>
        {
            (HintId usesBlobs, HintId isFull) = (ids["use_kzg_da"], ids["full_output"]);
            return r =>
            {
                state.RequireAllCallsTaken();
                usesBlobs.Set(r, false);
                isFull.Set(r, !state.Compresses);
            };
        },
        ["AllocateSegmentsForMessages"] = ids =>
        {
            HintId messages = ids["initial_carried_outputs"];
            return r => messages.Set(r, r.Memory.Place(r.Memory.AddTemporarySegment(), r.Memory.AddTemporarySegment()));
        },
        ["SetStateUpdatesStart"] = ids =>
        {
            HintId start = ids["state_updates_start"];
            return r => start.Set(r, state.Compresses ? r.Memory.AddSegment() : r.Memory.AddTemporarySegment());
        },
    };
}
