using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>The mixing function G of BLAKE2s [RFC7693 3.1], rotations 16, 12, 8, 7.</summary>
internal sealed class BlakeG : AirDefinition
{
    public override string Name => "blake_g";

    public override RowPadding Padding => RowPadding.Enabler;

    public override void Define(AirBuilder builder)
    {
        Word[] inputs = [.. Enumerable.Range(0, 6).Select(i => Word.Input(builder, $"input_{i}"))];
        Word[] outputs = Mix(builder, inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], inputs[5]);
        builder.Yield(CairoRelations.BlakeG, [.. inputs.Concat(outputs).SelectMany(word => new[] { word.Low, word.High })]);
    }

    /// <summary>The outputs as deduction values of words.</summary>
    public static Expr[] Deduce(Expr a, Expr b, Expr c, Expr d, Expr first, Expr second)
    {
        a = a.PlusWord(b).PlusWord(first);
        d = (d ^ a).RotateRight(16);
        c = c.PlusWord(d);
        b = (b ^ c).RotateRight(12);
        a = a.PlusWord(b).PlusWord(second);
        d = (d ^ a).RotateRight(8);
        c = c.PlusWord(d);
        b = (b ^ c).RotateRight(7);
        return [a, b, c, d];
    }

    private static Word[] Mix(AirBuilder builder, Word a, Word b, Word c, Word d, Word first, Word second)
    {
        a = builder.TripleSum(a, b, first);
        d = builder.XorRotate(a, d, 16);
        c = builder.TripleSum(c, d, Word.Of(0));
        b = builder.XorRotate(b, c, 12);
        a = builder.TripleSum(a, b, second);
        d = builder.XorRotate(a, d, 8);
        c = builder.TripleSum(c, d, Word.Of(0));
        b = builder.XorRotate(b, c, 7);
        return [a, b, c, d];
    }
}
