using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>
/// The round keys of Poseidon in the form in which the components use them. With z_r the third element before the S-box of round r, the
/// partial rounds obey z_(r+3) = 8 z_r^3 + 4 z_(r+1) + 6 z_(r+1)^3 + 2 z_(r+2) - 2 z_(r+2)^3 + key, so only one key is needed per round.
/// Each such key is what is left of a run of the permutation on the zero state.
/// </summary>
internal static class PoseidonKeys
{
    /// <summary>Rows: 4 full rounds, 27 triples of partial rounds, 4 full rounds (the last without keys).</summary>
    public const int Rows = 35;

    private const int FirstPartial = 4;
    private const int FirstLastFull = FirstPartial + HadesConstants.PartialRounds;
    private const int PartialRows = 27;

    private static readonly Felt[][] States = Run();

    private static readonly Felt[][] Table = MakeTable();

    /// <summary>The keys added before the first S-box.</summary>
    public static Felt[] Initial { get; } = HadesConstants.RoundKeys[..3].ToArray();

    /// <summary>The keys of z_5 and z_6, computed from the state after the first full rounds.</summary>
    public static Felt[] FullToPartial { get; } =
    [
        Z(5) - (X(4) + Y(4) - Times(2, Cube(Z(4)))),
        Z(6) - (Times(4, X(4)) + Times(2, Cube(Z(4))) - Times(2, Cube(Z(5)))),
    ];

    /// <summary>The keys of y and x of the first of the last full rounds.</summary>
    public static Felt[] PartialToFull { get; } =
    [
        Y(FirstLastFull) - (Times(4, Cube(Z(FirstLastFull - 2))) + Times(2, Z(FirstLastFull - 1)) + Cube(Z(FirstLastFull - 1))),
        X(FirstLastFull) - (Times(4, Cube(Z(FirstLastFull - 1))) + Times(2, Z(FirstLastFull)) + Y(FirstLastFull)),
    ];

    /// <summary>The three keys of a row; of row 0 beyond the last.</summary>
    public static Felt[] Of(int row) => Table[row < Rows ? row : 0];

    private static Felt X(int round) => States[round][0];

    private static Felt Y(int round) => States[round][1];

    private static Felt Z(int round) => States[round][2];

    private static Felt Cube(Felt value) => value.Square() * value;

    private static Felt Times(int factor, Felt value) => (Felt)factor * value;

    private static Felt[][] MakeTable()
    {
        Felt[][] table = new Felt[Rows][];
        for (int row = 0; row < Rows; row++)
        {
            table[row] = row < FirstPartial ? FullKeys(row + 1)
                : row < FirstPartial + PartialRows ? PartialKeys(FirstPartial + (3 * (row - FirstPartial)))
                : FullKeys(row - FirstPartial - PartialRows + FirstLastFull + 1);
        }

        return table;
    }

    private static Felt[] FullKeys(int round) =>
        round < HadesConstants.Rounds ? HadesConstants.RoundKeys.Slice(3 * round, 3).ToArray() : [0, 0, 0];

    /// <summary>Half of the keys of z_(r+3), z_(r+4), z_(r+5): the components double a combination of half the coefficients.</summary>
    private static Felt[] PartialKeys(int round) => [HalfKey(round), HalfKey(round + 1), HalfKey(round + 2)];

    private static Felt HalfKey(int round)
    {
        Felt half = ((Felt)2).Inverse();
        Felt combination =
            Times(4, Cube(Z(round))) + Times(2, Z(round + 1)) + Times(3, Cube(Z(round + 1))) + Z(round + 2) - Cube(Z(round + 2));
        return (Z(round + 3) * half) - combination;
    }

    /// <summary>The state before the S-box of each round, keys added, and the result at the end.</summary>
    private static Felt[][] Run()
    {
        Felt[][] states = new Felt[HadesConstants.Rounds + 1][];
        Felt[] state = [0, 0, 0];
        for (int round = 0; round <= HadesConstants.Rounds; round++)
        {
            Felt[] keys = FullKeys(round);
            (Felt x, Felt y, Felt z) = (state[0] + keys[0], state[1] + keys[1], state[2] + keys[2]);
            states[round] = [x, y, z];
            bool full = round is < FirstPartial or >= FirstLastFull;
            (x, y, z) = (full ? Cube(x) : x, full ? Cube(y) : y, Cube(z));
            state = [Times(3, x) + y + z, x - y + z, x + y - Times(2, z)];
        }

        return states;
    }
}
