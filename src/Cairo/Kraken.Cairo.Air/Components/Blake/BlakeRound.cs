using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>One round of BLAKE2s over a message in memory, a link of a chain.</summary>
internal sealed class BlakeRound : AirDefinition
{
    public const int StateWords = 16;

    private static readonly int[][] Mixes =
        [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];

    public override string Name => "blake_round";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        Expr chain = builder.Input("chain");
        Expr round = builder.Input("round");
        Word[] state = [.. Enumerable.Range(0, StateWords).Select(i => Word.Input(builder, $"state_{i}"))];
        Expr pointer = builder.Input("message");
        Expr[] before = Tuple(chain, round, state, pointer);

        Expr[] sigma = builder.Deduce(builder.Call(BlakeSigmaHint.Instance, round), "blake_round_sigma_output");
        builder.Use(CairoRelations.BlakeRoundSigma, [round, .. sigma]);
        Word[] message = [.. sigma.Select((index, i) => builder.ReadWord(pointer + index, $"message_word_{i}"))];
        for (int i = 0; i < Mixes.Length; i++)
        {
            Mix(builder, state, Mixes[i], message[2 * i], message[(2 * i) + 1]);
        }

        builder.UseUnfed(CairoRelations.BlakeRound, before);
        builder.Yield(CairoRelations.BlakeRound, Tuple(chain, round + 1, state, pointer));
    }

    /// <summary>The chain's tuple.</summary>
    public static Expr[] Tuple(Expr chain, Expr round, Word[] state, Expr pointer) =>
        [chain, round, .. state.SelectMany(word => new[] { word.Low, word.High }), pointer];

    private static void Mix(AirBuilder b, Word[] state, int[] at, Word first, Word second)
    {
        Word[] inputs = [.. at.Select(i => state[i]), first, second];
        Expr[] values = [.. inputs.Select(word => word.Value)];
        Expr[] outputs = BlakeG.Deduce(values[0], values[1], values[2], values[3], values[4], values[5]);
        for (int i = 0; i < at.Length; i++)
        {
            state[at[i]] = Word.Split(outputs[i]).Deduce(b, "blake_g_output");
        }

        Word[] results = [.. at.Select(i => state[i])];
        b.Use(CairoRelations.BlakeG, [.. inputs.Concat(results).SelectMany(word => new[] { word.Low, word.High })]);
    }
}
