using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Charts;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Parts;

/// <summary>Draws what proofs cost and how far they lag behind, over the chain's blocks, from what their manifests state.</summary>
internal static class ProofCharts
{
    private const string Across = "last block of the proof";

    // Drawn small, so that letters are still letters on a phone.
    private const int Width = 340;
    private const int Height = 240;

    /// <summary>The charts, each an svg element with a sentence about it.</summary>
    /// <param name="proofs">The proofs, in any order.</param>
    public static ImmutableArray<(string Svg, string About)> Of(IEnumerable<RangeManifest> proofs)
    {
        RangeManifest[] ordered = [.. proofs.OrderBy(proof => proof.LastBlock)];
        return
        [
            (
                Chart("Lag of proofs", "s").ToSvg(
                    Line("last block", ordered, proof => proof.Lag.TotalSeconds),
                    Line("first block", ordered, proof => proof.LongestLag.TotalSeconds)),
                "Seconds from a block's timestamp to the moment when its proof was stored."),
            (
                Chart("Time of a proof", "s").ToSvg(
                    Line("prove", ordered, proof => proof.ProveMilliseconds / 1000.0),
                    Line("read and run", ordered, proof => proof.RunMilliseconds / 1000.0)),
                "Seconds to read the blocks and run the block program over them, and to prove the run."),
            (
                Chart("Cells of a proof", "M").ToSvg(Line("cells", ordered, proof => proof.TotalCells / 1e6)),
                "Millions of cells of the prover's trace."),
            (
                Chart("Time per transaction", "s").ToSvg(Line("prove", ordered, SecondsPerTransaction)),
                "Seconds to prove, by transaction. Blocks without transactions have none."),
        ];
    }

    private static LineChart Chart(string title, string unit) =>
        new(title, unit, Across) { Width = Width, Height = Height, StartsAtFirstPoint = true };

    private static ChartSeries Line(string name, RangeManifest[] proofs, Func<RangeManifest, double?> value) =>
        new(name, [.. proofs.Select(proof => ((double)proof.LastBlock, value(proof)))]);

    private static double? SecondsPerTransaction(RangeManifest proof) =>
        proof.Transactions == 0 ? null : proof.ProveMilliseconds / 1000.0 / proof.Transactions;
}
