using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>The exclusive or of three words, byte by byte.</summary>
internal sealed class TripleXor : AirDefinition
{
    public override string Name => "triple_xor_32";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        Word[] inputs = [.. Enumerable.Range(0, 3).Select(i => Word.Input(builder, $"input_{i}"))];
        Expr[][] bytes = [.. inputs.Select(word => Bytes(builder, word))];
        Expr[] xor = new Expr[4];
        for (int i = 0; i < xor.Length; i++)
        {
            Relation table = TableRelations.Xor8[i / 2];
            xor[i] = builder.Xor(table, builder.Xor(table, bytes[0][i], bytes[1][i]), bytes[2][i]);
        }

        Word output = new(xor[0] + (xor[1] * (1 << 8)), xor[2] + (xor[3] * (1 << 8)));
        builder.Yield(CairoRelations.TripleXor, [.. inputs.Append(output).SelectMany(word => new[] { word.Low, word.High })]);
    }

    private static Expr[] Bytes(AirBuilder b, Word word)
    {
        (Expr low, Expr lowTop) = b.SplitHalf(word.Low, 8);
        (Expr high, Expr highTop) = b.SplitHalf(word.High, 8);
        return [low, lowTop, high, highTop];
    }
}
