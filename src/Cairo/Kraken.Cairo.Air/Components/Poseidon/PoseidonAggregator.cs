using System;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Relations;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Components.Poseidon;

/// <summary>One Poseidon permutation by the ids of its inputs and outputs; equal ones share a row.</summary>
internal sealed class PoseidonAggregator : AirDefinition
{
    private const int Width = 3;
    private const int FullRounds = 4;
    private const int PartialRows = 27;

    public override string Name => "poseidon_aggregator";

    public override RowPadding Padding => RowPadding.Multiplicity;

    public override void Define(AirBuilder builder)
    {
        Expr[] ids = builder.Inputs("input_id", 2 * Width);
        Expr[][] state =
            [.. ids[..Width].Select((id, i) => builder.ReadPositiveOfId(id, FeltLimbs.Bits * FeltLimbs.Count, $"input_{i}").Pack())];
        Expr[][] result = Permute(builder, state);
        for (int i = 0; i < Width; i++)
        {
            builder.VerifyValueOfId(ids[Width + i], builder.Unpack(result[i]));
        }

        builder.YieldTimes(builder.RowMultiplicity, CairoRelations.PoseidonAggregator, ids);
    }

    private static Expr[][] Permute(AirBuilder b, Expr[][] state)
    {
        Expr chain = b.Preprocessed(PreprocessedColumn.Sequence);
        state = [.. state.Select((felt, i) => b.Combine((1, felt), (1, Literal(PoseidonKeys.Initial[i]))))];
        state = RunFullRounds(b, chain * 2, 0, state);
        (Expr[] x, Expr[] y, Expr[] z) = (state[0], state[1], state[2]);
        b.RangeCheckWords(x);
        b.RangeCheckWords(y);

        Expr[] cube = b.CubeOf(z);
        Expr[] second = b.Combine((1, x), (1, y), (-2, cube), (1, Literal(PoseidonKeys.FullToPartial[0])));
        Expr[] secondCube = b.CubeOf(second);
        Expr[] third = b.Combine((4, x), (2, cube), (-2, secondCube), (1, Literal(PoseidonKeys.FullToPartial[1])));
        Expr[][] partial = RunPartialRounds(b, chain, [cube, second, secondCube, third]);

        Expr[] lastY = b.Combine((4, partial[0]), (2, partial[1]), (1, partial[2]), (1, Literal(PoseidonKeys.PartialToFull[0])));
        Expr[] lastX = b.Combine((4, partial[2]), (2, partial[3]), (1, lastY), (1, Literal(PoseidonKeys.PartialToFull[1])));
        return RunFullRounds(b, (chain * 2) + 1, FullRounds + PartialRows, [lastX, lastY, partial[3]]);
    }

    private static Expr[][] RunFullRounds(AirBuilder b, Expr chain, int firstRound, Expr[][] state)
    {
        Expr[] last = b.RunChain(
            CairoRelations.PoseidonFullRoundChain,
            chain,
            firstRound,
            FullRounds,
            [.. state.SelectMany(felt => felt)],
            (round, values) => b.Call(PoseidonFullRoundHint.Instance, [round, .. values]));
        return [.. last.Chunk(FeltLimbs.PackedCount)];
    }

    private static Expr[][] RunPartialRounds(AirBuilder b, Expr chain, Expr[][] state)
    {
        Expr[] last = b.RunChain(
            CairoRelations.PoseidonPartialRoundsChain,
            chain,
            FullRounds,
            PartialRows,
            [.. state.SelectMany(felt => felt)],
            (round, values) => b.Call(PoseidonPartialRoundsHint.Instance, [round, .. values]));
        return [.. last.Chunk(FeltLimbs.PackedCount)];
    }

    private static Expr[] Literal(Felt value)
    {
        Span<uint> words = stackalloc uint[FeltLimbs.PackedCount];
        FeltWords.ToPacked(value, words);
        Expr[] literal = new Expr[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            literal[i] = (int)words[i];
        }

        return literal;
    }
}
