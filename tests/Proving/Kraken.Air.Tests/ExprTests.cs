using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Air.Tests;

/// <summary>Literals fold to what the operations give on words, and mixed expressions to the operations themselves.</summary>
public sealed class ExprTests
{
    private static readonly uint[] Words = [0, 1, 2, 31, 0x8000_0000, 0x7fff_ffff, 0x7fff_fffe, 0xffff_ffff, 0x1234_5678];

    public static TheoryData<string> Operations() => [.. Folding.Keys];

    private static Dictionary<string, (Func<Expr, Expr, Expr> Fold, Func<uint, uint, uint> Plain)> Folding { get; } = new()
    {
        ["and"] = ((x, y) => x & y, (x, y) => x & y),
        ["or"] = ((x, y) => x | y, (x, y) => x | y),
        ["xor"] = ((x, y) => x ^ y, (x, y) => x ^ y),
        ["plus"] = ((x, y) => x.PlusWord(y), (x, y) => x + y),
        ["minus"] = ((x, y) => x.MinusWord(y), (x, y) => x - y),
        ["times"] = ((x, y) => x.TimesWord(y), (x, y) => x * y),
        ["equal"] = ((x, y) => x.IsEqualTo(y), (x, y) => x == y ? 1u : 0),
        ["below"] = ((x, y) => x.IsBelow(y), (x, y) => x < y ? 1u : 0),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void LiteralWordsFold(string name)
    {
        (Func<Expr, Expr, Expr> fold, Func<uint, uint, uint> plain) = Folding[name];
        foreach (uint x in Words)
        {
            foreach (uint y in Words)
            {
                Assert.Equal(Expr.Word(plain(x, y)), fold(Expr.Word(x), Expr.Word(y)));
            }
        }
    }

    [Fact]
    public void LiteralShiftsFold()
    {
        foreach (uint x in Words)
        {
            for (int amount = 0; amount < 32; amount++)
            {
                Assert.Equal(Expr.Word(x << amount), Expr.Word(x) << amount);
                Assert.Equal(Expr.Word(x >> amount), Expr.Word(x) >> amount);
                if (amount > 0)
                {
                    Assert.Equal(Expr.Word(BitOperations.RotateRight(x, amount)), Expr.Word(x).RotateRight(amount));
                }
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => Expr.Word(x) << 32);
            Assert.Throws<ArgumentOutOfRangeException>(() => Expr.Word(x) >> -1);
        }
    }

    [Fact]
    public void LiteralElementsFoldInTheField()
    {
        int[] values = [0, 1, -1, 2, 12345, int.MaxValue, int.MinValue];
        foreach (int x in values)
        {
            foreach (int y in values)
            {
                (M31 a, M31 b) = (M31.FromInt64(x), M31.FromInt64(y));
                Assert.Equal((Expr)(a + b), (Expr)x + y);
                Assert.Equal((Expr)(a - b), (Expr)x - y);
                Assert.Equal((Expr)(a * b), (Expr)x * y);
            }

            Assert.Equal((Expr)(-M31.FromInt64(x)), -(Expr)x);
        }
    }

    [Fact]
    public void NegativeLiteralsAreReduced()
    {
        Assert.Equal((Expr)M31.FromCanonical(M31.Modulus - 1), (Expr)(-1));
        Assert.Equal((Expr)0, (Expr)int.MaxValue);
        Assert.Equal((Expr)M31.FromCanonical(M31.Modulus - 1), (Expr)int.MinValue);
    }

    [Fact]
    public void NeutralAndAbsorbingWordsVanish() => SmallDefinition.Record(b =>
    {
        Expr x = b.Input("x");
        Assert.Equal(x, x | 0);
        Assert.Equal(x, 0 ^ x);
        Assert.Equal(x, x.PlusWord(0));
        Assert.Equal(x, x.MinusWord(0));
        Assert.Equal(x, x.TimesWord(1));
        Assert.Equal((Expr)0, x.TimesWord(0));
        Assert.Equal((Expr)0, x & 0);
        Assert.Equal(x, x << 0);

        // What is not neutral stays: a bound of words is no bound of elements.
        Assert.NotEqual(x, x & Expr.Word(uint.MaxValue));
        Assert.NotEqual((Expr)0, x.IsBelow(0));
        Assert.NotEqual((Expr)1, x.IsEqualTo(x));
    });

    [Fact]
    public void NodesAreSharedAcrossOperations()
    {
        AirRecording air = SmallDefinition.Record(b =>
        {
            (Expr x, Expr y) = (b.Input("x"), b.Input("y"));
            b.Constrain((x + y) * (x + y));
            b.Constrain((x + y) * 2);
            b.Constrain(-(x + y));
        });
        Assert.Single(air.Nodes, node => node.Op == AirOp.Add);
        Assert.All(air.Nodes.Select((node, i) => (node, i)), pair =>
        {
            if (!pair.node.IsLeaf)
            {
                Assert.InRange(pair.node.Left, 0, pair.i - 1);
            }
        });
    }

    [Fact]
    public void FreeLiteralsHaveNoNode()
    {
        Assert.Throws<InvalidOperationException>(() => ((Expr)3).Node);
        Assert.Throws<InvalidOperationException>(() => ((Expr)3).InverseOrZero());
        SmallDefinition.Record(b => Assert.Equal(0, b.Input("x").Node));
    }
}
