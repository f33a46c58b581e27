using Kraken.Fields;

namespace Kraken.Hashing.Tests;

/// <summary>The Hades permutation as it is specified, round by round: what tests and benchmarks compare with.</summary>
internal static class HadesBySpecification
{
    /// <summary>The permutation of three elements, as new ones.</summary>
    internal static Felt[] Permute(Felt[] state)
    {
        (Felt x, Felt y, Felt z) = (state[0], state[1], state[2]);
        for (int round = 0; round < HadesConstants.Rounds; round++)
        {
            x += HadesConstants.RoundKeys[3 * round];
            y += HadesConstants.RoundKeys[(3 * round) + 1];
            z += HadesConstants.RoundKeys[(3 * round) + 2];
            bool full = round is < HadesConstants.FullRounds / 2 or >= HadesConstants.Rounds - (HadesConstants.FullRounds / 2);
            x = full ? x * x * x : x;
            y = full ? y * y * y : y;
            z = z * z * z;
            (x, y, z) = (x + x + x + y + z, x - y + z, x + y - z - z);
        }

        return [x, y, z];
    }
}
