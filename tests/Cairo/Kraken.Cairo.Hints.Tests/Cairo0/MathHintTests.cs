using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>The hints of the math library, one at a time, against integers: values at the edges of each range and one past them.</summary>
public sealed class MathHintTests
{
    private static readonly BigInteger P = Felt.Modulus;
    private static readonly BigInteger Word = BigInteger.One << 128;

    private static readonly BigInteger[] Elements =
        [0, 1, 2, Word - 1, Word, (BigInteger.One << 250) - 1, BigInteger.One << 250, P / 2, (P / 2) + 1, P - Word, P - Word - 1, P - 2,
            P - 1];

    [Fact]
    public void RangeTestsWriteTheirAnswerToTheStack()
    {
        foreach (BigInteger a in Elements)
        {
            Assert.Equal(a < Word ? 0 : 1, new LibraryHint("a").With("a", a).Run("IS_NN").AtAp);
            Assert.Equal(P - a - 1 < Word ? 0 : 1, new LibraryHint("a").With("a", a).Run("IS_NN_OUT_OF_RANGE").AtAp);
            foreach (BigInteger b in Elements)
            {
                Assert.Equal(a <= b ? 0 : 1, new LibraryHint("a b").With("a", a).With("b", b).Run("IS_LE_FELT").AtAp);
            }
        }
    }

    [Fact]
    public void AssertionsHoldExactlyWithinTheirRange()
    {
        foreach (BigInteger a in Elements)
        {
            Holds(a < Word, "AssertNNValueOutOfRange", "ASSERT_NN", new LibraryHint("a").With("a", a));
            Holds(!a.IsZero, "AssertNotZero", "ASSERT_NOT_ZERO", new LibraryHint("value").With("value", a));
            Holds(a.IsZero, "SplitIntNotZero", "SPLIT_INT_ASSERT_RANGE", new LibraryHint("value").With("value", a));
            Holds(!a.IsZero, "AssertionFailed", "POW_ASSERT_BASE_NOT_ZERO", new LibraryHint("base").With("base", a));
            foreach (BigInteger b in Elements)
            {
                Holds(a < b, "AssertLtFelt252", "ASSERT_LT_FELT", new LibraryHint("a b").With("a", a).With("b", b));
                Holds(a != b, "AssertNotEqualFail", "ASSERT_NOT_EQUAL", new LibraryHint("a b").With("a", a).With("b", b));
            }
        }
    }

    [Fact]
    public void AddressesAreUnequalWithinASegmentOnly()
    {
        LibraryHint Pair(MaybeRelocatable a, MaybeRelocatable b) => new LibraryHint("a b").With("a", a).With("b", b);
        Holds(true, "", "ASSERT_NOT_EQUAL", Pair(new Relocatable(3, 4), new Relocatable(3, 5)));
        Holds(false, "AssertNotEqualFail", "ASSERT_NOT_EQUAL", Pair(new Relocatable(3, 4), new Relocatable(3, 4)));
        Holds(false, "AssertNotEqualFail", "ASSERT_NOT_EQUAL", Pair(new Relocatable(3, 4), new Relocatable(2, 4)));
        Holds(false, "AssertNotEqualFail", "ASSERT_NOT_EQUAL", Pair(new Relocatable(3, 4), Felt.One));
    }

    [Fact]
    public void SignsAreThoseOfTheNumberNextToZero()
    {
        foreach (BigInteger value in (BigInteger[])[0, 1, Word - 1, -1, -Word + 1])
        {
            Assert.Equal(value.Sign > 0 ? 1 : 0,
                new LibraryHint("is_positive value").With("value", value).Run("IS_POSITIVE")["is_positive"]);
        }

        Assert.Equal("ValueOutsideValidRange", new LibraryHint("is_positive value").With("value", Word).Failure("IS_POSITIVE"));
        Assert.Equal("ValueOutsideValidRange", new LibraryHint("is_positive value").With("value", -Word).Failure("IS_POSITIVE"));
    }

    [Fact]
    public void NumbersSplitIntoTheirParts()
    {
        foreach (BigInteger a in Elements)
        {
            LibraryHint split = new LibraryHint("low high a").With("a", a).Run("SPLIT_64");
            Assert.Equal((a & ulong.MaxValue, a >> 64), (split["low"], split["high"]));
            split = new LibraryHint("low high value").With("value", a).Run("SPLIT_FELT");
            Assert.Equal((a & (Word - 1), a >> 128), (split["low"], split["high"]));
            Assert.Equal(a.IsEven ? 0 : 1, new LibraryHint("scalar").With("scalar", a).Run("EC_MUL_INNER").AtAp);
        }
    }

    [Fact]
    public void BoundedValuesSplitAndOthersAreRefused()
    {
        BigInteger bound = BigInteger.One << 165;
        foreach (BigInteger value in (BigInteger[])[0, 1, Word, bound - 1, bound, P - 1])
        {
            LibraryHint hint = new LibraryHint("value high low", ("UPPER_BOUND", bound), ("SHIFT", Word)).With("value", value);
            if (value < bound)
            {
                hint.Run("ASSERT_165_BITS");
                Assert.Equal((value / Word, value % Word), (hint["high"], hint["low"]));
            }
            else
            {
                Assert.Equal("ValueOutside165BitRange", hint.Failure("ASSERT_165_BITS"));
            }
        }
    }

    [Fact]
    public void RootsAreRoundedDownBelow250Bits()
    {
        BigInteger bound = BigInteger.One << 250;
        foreach (BigInteger value in (BigInteger[])[0, 1, 2, 3, 4, 8, 9, Word - 1, Word, bound - 1])
        {
            BigInteger root = new LibraryHint("root value").With("value", value).Run("SQRT")["root"];
            Assert.True(root * root <= value && (root + 1) * (root + 1) > value, $"root of {value} is {root}");
        }

        Assert.Equal("ValueOutside250BitRange", new LibraryHint("root value").With("value", bound).Failure("SQRT"));
    }

    [Fact]
    public void UnsignedDivisionTakesDivisorsUpToItsBound()
    {
        BigInteger limit = P / Word;
        foreach (BigInteger div in (BigInteger[])[1, 2, 3, limit - 1, limit])
        {
            foreach (BigInteger value in Elements)
            {
                LibraryHint hint = new LibraryHint("q r value div").With("value", value).With("div", div).Run("UNSIGNED_DIV_REM");
                Assert.Equal((value / div, value % div), (hint["q"], hint["r"]));
            }
        }

        Assert.Equal("OutOfValidRange", new LibraryHint("q r value div").With("value", 1).With("div", 0).Failure("UNSIGNED_DIV_REM"));
        Assert.Equal("OutOfValidRange",
            new LibraryHint("q r value div").With("value", 1).With("div", limit + 1).Failure("UNSIGNED_DIV_REM"));
    }

    [Theory]
    [InlineData(7, 2)]
    [InlineData(-7, 2)]
    [InlineData(-1, 5)]
    [InlineData(0, 5)]
    [InlineData(99, 1)]
    [InlineData(-100, 1)]
    public void SignedDivisionRoundsDownAndIsBiased(int value, int div)
    {
        const int Bound = 100;
        LibraryHint hint = new LibraryHint("r biased_q value div bound").With("value", value).With("div", div).With("bound", Bound);
        hint.Run("SIGNED_DIV_REM");
        int quotient = (int)System.Math.Floor((double)value / div);
        Assert.Equal((quotient + Bound, value - (quotient * div)), ((int)hint["biased_q"], (int)hint["r"]));
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(-101, 1)]
    [InlineData(5, 0)]
    public void SignedQuotientsOutsideOfTheBoundAreRefused(int value, int div) => Assert.Equal(
        "OutOfValidRange",
        new LibraryHint("r biased_q value div bound").With("value", value).With("div", div).With("bound", 100).Failure("SIGNED_DIV_REM"));

    [Theory]
    [InlineData(1234, 10, 10, 4)]
    [InlineData(0, 10, 1, 0)]
    [InlineData(255, 16, 16, 15)]
    public void LimbsOfAnIntegerAreWritten(int value, int radix, int bound, int limb)
    {
        LibraryHint hint = new("output value base bound");
        Relocatable output = hint.Memory.AddSegment();
        hint.With("output", output).With("value", value).With("base", radix).With("bound", bound).Run("SPLIT_INT");
        Assert.Equal(limb, hint.Memory.GetInteger(output));
    }

    [Fact]
    public void ALimbOutsideOfItsBoundIsRefused()
    {
        LibraryHint hint = new("output value base bound");
        hint.With("output", hint.Memory.AddSegment()).With("value", 1237).With("base", 10).With("bound", 7);
        Assert.Equal("SplitIntLimbOutOfRange", hint.Failure("SPLIT_INT"));
    }

    [Fact]
    public void VariablesOfTheWrongKindAreNamed()
    {
        LibraryHint hint = new LibraryHint("a").With("a", new Relocatable(3, 4));
        Assert.Equal("IdentifierNotInteger", hint.Failure("ASSERT_NN"));
        Assert.Equal("UnknownIdentifier", new LibraryHint("a").Failure("ASSERT_NN"));
        Assert.Equal("UnknownIdentifier", new LibraryHint("b").With("b", 1).Failure("ASSERT_NN"));
    }

    [Fact]
    public void EveryNameOfTheTextTableHasItsHint() =>
        Assert.Empty(Hints.Cairo0.HintTexts.ByHash.Values.Except(Hints.Cairo0.HintLibrary.ByName.Keys));

    private static void Holds(bool expected, string code, string hint, LibraryHint run)
    {
        if (expected)
        {
            run.Run(hint);
        }
        else
        {
            Assert.Equal(code, run.Failure(hint));
        }
    }
}
