using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Poseidon;

/// <summary>A full round of Poseidon, a link of a chain: cubes the state, mixes it and adds the keys of the next round.</summary>
internal sealed class PoseidonFullRound : AirDefinition
{
    public override string Name => "poseidon_full_round_chain";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        (Expr chain, Expr round) = (builder.Input("chain"), builder.Input("round"));
        Expr[][] state = [.. Enumerable.Range(0, 3).Select(i => builder.Inputs($"state_{i}", FeltLimbs.PackedCount))];
        Expr[][] cubes = [.. state.Select(felt => builder.CubeOf(felt))];
        Expr[][] keys = builder.RoundKeys(round);
        Expr[] x = builder.Combine((3, cubes[0]), (1, cubes[1]), (1, cubes[2]), (1, keys[0]));
        Expr[] y = builder.Combine((1, cubes[0]), (-1, cubes[1]), (1, cubes[2]), (1, keys[1]));
        Expr[] z = builder.Combine((1, cubes[0]), (1, cubes[1]), (-2, cubes[2]), (1, keys[2]));
        builder.UseUnfed(CairoRelations.PoseidonFullRoundChain, [chain, round, .. state.SelectMany(felt => felt)]);
        builder.Yield(CairoRelations.PoseidonFullRoundChain, [chain, round + 1, .. x, .. y, .. z]);
    }
}
