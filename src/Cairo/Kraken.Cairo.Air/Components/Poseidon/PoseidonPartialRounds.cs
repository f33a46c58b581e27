using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Poseidon;

/// <summary>
/// Three partial rounds of Poseidon, a link of a chain. The state is z_0^3, z_1, z_1^3, z_2 of successive rounds; a round gives z_2^3 and
/// z_3, twice the combination that half the coefficients and half the key give.
/// </summary>
internal sealed class PoseidonPartialRounds : AirDefinition
{
    public override string Name => "poseidon_3_partial_rounds_chain";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        (Expr chain, Expr round) = (builder.Input("chain"), builder.Input("round"));
        Expr[][] state = [.. Enumerable.Range(0, 4).Select(i => builder.Inputs($"state_{i}", FeltLimbs.PackedCount))];
        Expr[] before = [chain, round, .. state.SelectMany(felt => felt)];
        foreach (Expr[] halfKey in builder.RoundKeys(round))
        {
            Expr[] cube = builder.CubeOf(state[3]);
            Expr[] half = builder.Combine((4, state[0]), (2, state[1]), (3, state[2]), (1, state[3]), (-1, cube), (1, halfKey));
            builder.RangeCheckWords(half);
            state = [state[2], state[3], cube, builder.Combine((2, half))];
        }

        builder.UseUnfed(CairoRelations.PoseidonPartialRoundsChain, before);
        builder.Yield(CairoRelations.PoseidonPartialRoundsChain, [chain, round + 1, .. state.SelectMany(felt => felt)]);
    }
}
