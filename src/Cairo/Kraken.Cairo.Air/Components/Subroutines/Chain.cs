using System;
using Kraken.Air;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>Calls of components whose rows form chains: the caller yields the first state and uses the last one.</summary>
internal static class Chain
{
    /// <summary>Runs a chain and returns its last state as columns.</summary>
    /// <param name="b">The caller.</param>
    /// <param name="relation">The chain's relation, of (chain, round, state).</param>
    /// <param name="id">What tells this row's chain from all others.</param>
    /// <param name="firstRound">The number of the first round.</param>
    /// <param name="rounds">The number of rounds.</param>
    /// <param name="state">The first state.</param>
    /// <param name="step">The state after a round, as deduction values.</param>
    public static Expr[] RunChain(
        this AirBuilder b, Relation relation, Expr id, int firstRound, int rounds, Expr[] state, Func<int, Expr[], Expr[]> step)
    {
        b.Yield(relation, [id, firstRound, .. state]);
        for (int round = firstRound; round < firstRound + rounds; round++)
        {
            b.Feed(relation, [id, round, .. state]);
            state = step(round, state);
        }

        Expr[] last = b.Deduce(state, relation.Name + "_output");
        b.UseUnfed(relation, [id, firstRound + rounds, .. last]);
        return last;
    }
}
