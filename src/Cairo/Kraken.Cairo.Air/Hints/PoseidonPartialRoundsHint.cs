using System;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>Three partial rounds of Poseidon on z_0^3, z_1, z_1^3, z_2: (row of keys, four packed felts) to four packed felts.</summary>
internal sealed class PoseidonPartialRoundsHint : Hint
{
    private static readonly Felt Two = 2;
    private static readonly Felt Three = 3;
    private static readonly Felt Four = 4;

    public static PoseidonPartialRoundsHint Instance { get; } = new();

    public override string Name => "poseidon_partial_rounds";

    public override int Inputs => 1 + (4 * FeltLimbs.PackedCount);

    public override int Outputs => 4 * FeltLimbs.PackedCount;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        Felt cube0 = Read(inputs, 0);
        Felt z1 = Read(inputs, 1);
        Felt cube1 = Read(inputs, 2);
        Felt z2 = Read(inputs, 3);
        foreach (Felt halfKey in PoseidonKeys.Of((int)Math.Min(inputs[0], PoseidonKeys.Rows)))
        {
            Felt cube2 = z2.Square() * z2;
            Felt half = (Four * cube0) + (Two * z1) + (Three * cube1) + z2 - cube2 + halfKey;
            (cube0, z1, cube1, z2) = (cube1, z2, cube2, half + half);
        }

        FeltWords.ToPacked(cube0, outputs);
        FeltWords.ToPacked(z1, outputs[FeltLimbs.PackedCount..]);
        FeltWords.ToPacked(cube1, outputs[(2 * FeltLimbs.PackedCount)..]);
        FeltWords.ToPacked(z2, outputs[(3 * FeltLimbs.PackedCount)..]);
    }

    private static Felt Read(ReadOnlySpan<uint> inputs, int index) => FeltWords.FromPacked(inputs[(1 + (index * FeltLimbs.PackedCount))..]);
}
