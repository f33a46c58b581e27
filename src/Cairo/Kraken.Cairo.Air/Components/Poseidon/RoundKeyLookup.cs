using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Poseidon;

/// <summary>How a Poseidon component gets the keys of a round from the table.</summary>
internal static class RoundKeyLookup
{
    /// <summary>The three keys of a round.</summary>
    public static Expr[][] RoundKeys(this AirBuilder b, Expr round)
    {
        Expr[] keys = b.Deduce(b.Call(PoseidonKeysHint.Instance, round), "poseidon_round_keys_output");
        b.Use(CairoRelations.PoseidonRoundKeys, [round, .. keys]);
        return [.. keys.Chunk(FeltLimbs.PackedCount)];
    }
}
