using System;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>One 27-bit word of one of the three Poseidon keys of a row.</summary>
internal sealed class PoseidonKeyColumn(int column) : FixedColumn($"poseidon_round_keys_{column}", 6)
{
    public override uint At(int row)
    {
        Span<uint> words = stackalloc uint[FeltLimbs.PackedCount];
        FeltWords.ToPacked(PoseidonKeys.Of(row)[column / FeltLimbs.PackedCount], words);
        return words[column % FeltLimbs.PackedCount];
    }
}
