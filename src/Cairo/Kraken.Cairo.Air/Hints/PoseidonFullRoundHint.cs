using System;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>A full round of Poseidon: (row of keys, three packed felts) to three packed felts.</summary>
internal sealed class PoseidonFullRoundHint : Hint
{
    private static readonly Felt Two = 2;
    private static readonly Felt Three = 3;

    public static PoseidonFullRoundHint Instance { get; } = new();

    public override string Name => "poseidon_full_round";

    public override int Inputs => 1 + (3 * FeltLimbs.PackedCount);

    public override int Outputs => 3 * FeltLimbs.PackedCount;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        Felt[] keys = PoseidonKeys.Of((int)Math.Min(inputs[0], PoseidonKeys.Rows));
        Felt x = Cube(inputs[1..]);
        Felt y = Cube(inputs[(1 + FeltLimbs.PackedCount)..]);
        Felt z = Cube(inputs[(1 + (2 * FeltLimbs.PackedCount))..]);
        FeltWords.ToPacked((Three * x) + y + z + keys[0], outputs);
        FeltWords.ToPacked(x - y + z + keys[1], outputs[FeltLimbs.PackedCount..]);
        FeltWords.ToPacked(x + y - (Two * z) + keys[2], outputs[(2 * FeltLimbs.PackedCount)..]);
    }

    private static Felt Cube(ReadOnlySpan<uint> words)
    {
        Felt value = FeltWords.FromPacked(words);
        return value.Square() * value;
    }
}
