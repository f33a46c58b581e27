using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>Hints of older libraries, against integers.</summary>
public sealed class OlderHintTests
{
    private static readonly BigInteger Word = BigInteger.One << 128;

    private static BigInteger[] Wide => [0, 1, Word - 1, Word, (Word << 127) - 1, (Word * Word) - 1];

    [Fact]
    public void DifferencesQuotientsAndRootsAreExact()
    {
        foreach ((BigInteger a, BigInteger b) in Wide.SelectMany(a => Wide.Select(b => (a, b))))
        {
            LibraryHint difference = new LibraryHint("a:Uint256 b:Uint256 res:Uint256").WithUint256("a", a).WithUint256("b", b);
            BigInteger expected = a >= b ? a - b : (Word * Word) + a - b;
            Assert.Equal(expected, difference.Run("UINT256_SUB").Uint256("res"));
            LibraryHint carry = new LibraryHint("a:Uint256 b:Uint256 carry_low", ("SHIFT", Word)).WithUint256("a", a).WithUint256("b", b);
            Assert.Equal((a % Word) + (b % Word) >= Word ? 1 : 0, carry.Run("UINT256_ADD_LOW")["carry_low"]);
            LibraryHint half = new LibraryHint("a b carry", ("SHIFT", Word)).With("a", a % Word).With("b", b % Word);
            Assert.Equal((a % Word) + (b % Word) >= Word ? 1 : 0, half.Run("UINT128_ADD")["carry"]);
            if (!b.IsZero)
            {
                LibraryHint division = new LibraryHint("a:Uint256 div:ExpandedUint256 quotient:Uint256 remainder:Uint256")
                    .WithUint256("a", a).With("div.b01", b % Word).With("div.b23", b >> 128).Run("UINT256_EXPANDED_UNSIGNED_DIV_REM");
                Assert.Equal((a / b, a % b), (division.Uint256("quotient"), division.Uint256("remainder")));
            }
        }

        foreach (BigInteger n in Wide)
        {
            BigInteger root = new LibraryHint("n:Uint256 root").WithUint256("n", n).Run("UINT256_SQRT_FELT")["root"];
            Assert.True(root * root <= n && (root + 1) * (root + 1) > n);
        }
    }

    [Fact]
    public void ComparisonsFollowTheIntegers()
    {
        BigInteger last = Felt.Modulus - 1;
        foreach ((BigInteger a, BigInteger b) in new[] { (0, 0), (1, 2), (0, Word - 1), (0, Word), (Word, Word + 1), (last, last) })
        {
            new LibraryHint("a b").With("a", a).With("b", b).Run("ASSERT_LE_FELT_V_0_6");
            LibraryHint hint = new LibraryHint("a b small_inputs").With("a", a).With("b", b).Run("ASSERT_LE_FELT_V_0_8");
            Assert.Equal(a < Word && b - a < Word ? 1 : 0, hint["small_inputs"]);
        }

        Assert.Equal("NonLeFelt252", new LibraryHint("a b").With("a", 2).With("b", 1).Failure("ASSERT_LE_FELT_V_0_6"));
        Assert.Equal("NonLeFelt252", new LibraryHint("a b small_inputs").With("a", 2).With("b", 1).Failure("ASSERT_LE_FELT_V_0_8"));
    }

    [Theory]
    [InlineData("CAIRO_KECCAK_INPUT_IS_FULL_WORD", 8)]
    [InlineData("SHA256_INPUT", 4)]
    public void AWordIsFullFromItsSizeOn(string hint, int size)
    {
        Assert.Equal(0, new LibraryHint("n_bytes full_word").With("n_bytes", size - 1).Run(hint)["full_word"]);
        Assert.Equal(1, new LibraryHint("n_bytes full_word").With("n_bytes", size).Run(hint)["full_word"]);
    }

    [Theory]
    [InlineData("NONDET_N_GREATER_THAN_10", 10)]
    [InlineData("NONDET_N_GREATER_THAN_2", 2)]
    public void ACountIsComparedWithItsBound(string hint, int bound)
    {
        Assert.Equal(0, new LibraryHint("n").With("n", bound - 1).Run(hint).AtAp);
        Assert.Equal(1, new LibraryHint("n").With("n", bound).Run(hint).AtAp);
    }

    [Fact]
    public void ASafeQuotientIsOneMore()
    {
        BigInteger order = BigInteger.Parse("115792089237316195423570985008687907852837564279074904382605163141518161494337");
        LibraryHint hint = new("");
        hint.Scopes.Set("a", (BigInteger)6);
        hint.Scopes.Set("b", (BigInteger)2);
        hint.Scopes.Set("res", 3 + (order * 5));
        hint.Run("DIV_MOD_N_SAFE_DIV_PLUS_ONE");
        Assert.Equal(11, hint.Scopes.Get<BigInteger>("value"));
        hint.Scopes.Set("res", (BigInteger)4);
        Assert.Equal("SafeDivFail", hint.Failure("DIV_MOD_N_SAFE_DIV_PLUS_ONE"));
    }
}
