using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>Hints on 256-bit integers and on the fields of secp256k1 and secp256r1, against integers and the laws of the curves.</summary>
public sealed class WideIntegerHintTests
{
    private static readonly BigInteger Word = BigInteger.One << 128;
    private static readonly BigInteger K1 = Hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");
    private static readonly BigInteger R1 = Hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    private static readonly BigInteger R1B = Hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    private static readonly (BigInteger X, BigInteger Y) K1Generator = (
        Hex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
            Hex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"));

    private static readonly (BigInteger X, BigInteger Y) R1Generator = (
        Hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
            Hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));

    private static BigInteger[] Wide => [0, 1, Word - 1, Word, Word + 1, (Word << 127) - 1, (Word * Word) - 2, (Word * Word) - 1];

    [Fact]
    public void CarriesFollowTheSums()
    {
        foreach ((BigInteger a, BigInteger b) in Wide.SelectMany(a => Wide.Select(b => (a, b))))
        {
            LibraryHint hint = new LibraryHint("a:Uint256 b:Uint256 carry_low carry_high", ("SHIFT", Word)).WithUint256("a",
                a).WithUint256("b", b);
            hint.Run("UINT256_ADD");
            Assert.Equal((a % Word) + (b % Word) >= Word ? 1 : 0, hint["carry_low"]);
            Assert.Equal(a + b >= Word * Word ? 1 : 0, hint["carry_high"]);
        }
    }

    [Fact]
    public void QuotientsAndRootsAreExact()
    {
        foreach (BigInteger a in Wide)
        {
            LibraryHint root = new LibraryHint("n:Uint256 root:Uint256").WithUint256("n", a).Run("UINT256_SQRT");
            BigInteger r = root.Uint256("root");
            Assert.True(r * r <= a && (r + 1) * (r + 1) > a);
            Assert.Equal(a >> 255 == 0 ? 1 : 0, new LibraryHint("a:Uint256").WithUint256("a", a).Run("UINT256_SIGNED_NN").AtAp);
            foreach (BigInteger b in Wide.Where(b => !b.IsZero))
            {
                LibraryHint hint = new LibraryHint("a:Uint256 div:Uint256 quotient:Uint256 remainder:Uint256").WithUint256("a",
                    a).WithUint256("div", b);
                hint.Run("UINT256_UNSIGNED_DIV_REM");
                Assert.Equal((a / b, a % b), (hint.Uint256("quotient"), hint.Uint256("remainder")));
            }
        }

        Assert.Equal("DividedByZero", new LibraryHint("a:Uint256 div:Uint256 quotient:Uint256 remainder:Uint256")
            .WithUint256("a", 5).WithUint256("div", 0).Failure("UINT256_UNSIGNED_DIV_REM"));
    }

    [Fact]
    public void ProductsAreDividedWhole()
    {
        foreach ((BigInteger a, BigInteger b, BigInteger n) in Wide.SelectMany(a =>
            Wide.Where(n => n > 0).Select(n => (a, (Word * Word) - 1 - a, n))))
        {
            LibraryHint hint = new("a:Uint256 b:Uint256 div:Uint256 quotient_low:Uint256 quotient_high:Uint256 remainder:Uint256");
            hint.WithUint256("a", a).WithUint256("b", b).WithUint256("div", n).Run("UINT256_MUL_DIV_MOD");
            BigInteger quotient = hint.Uint256("quotient_low") + (hint.Uint256("quotient_high") << 256);
            Assert.Equal((a * b / n, a * b % n), (quotient, hint.Uint256("remainder")));
        }
    }

    [Theory]
    [InlineData("REDUCE_V1", "IS_ZERO_PACK_V1", "VERIFY_ZERO_V1", true)]
    [InlineData("SECP_R1_REDUCE", "SECP_R1_IS_ZERO_PACK", "SECP_R1_VERIFY_ZERO", false)]
    public void NumbersAreReducedModuloTheCurvesPrime(string reduce, string pack, string verify, bool isK1)
    {
        BigInteger p = isK1 ? K1 : R1;
        foreach (BigInteger value in (BigInteger[])[0, 1, p - 1, p, p + 1, 2 * p, (BigInteger.One << 258) - 1])
        {
            LibraryHint hint = new LibraryHint("x:BigInt3").WithBigInt3("x", value).Run(reduce);
            Assert.Equal(value % p, hint.Scopes.Get<BigInteger>("value"));
            hint = new LibraryHint("x:BigInt3").WithBigInt3("x", value).Run(pack).Run("IS_ZERO_NONDET");
            Assert.Equal((value % p).IsZero ? 1 : 0, hint.AtAp);
            LibraryHint zero = new LibraryHint("q val:BigInt3").WithBigInt3("val", value);
            if ((value % p).IsZero)
            {
                Assert.Equal(value / p, zero.Run(verify)["q"]);
            }
            else
            {
                Assert.Equal("SecpVerifyZero", zero.Failure(verify));
            }
        }
    }

    [Fact]
    public void LimbsAreSignedUntilTheyAreReduced()
    {
        LibraryHint hint = new LibraryHint("x:BigInt3").With("x.d0", -1).With("x.d1", 0).With("x.d2", 0).Run("REDUCE_V1");
        Assert.Equal(K1 - 1, hint.Scopes.Get<BigInteger>("value"));
        hint = new LibraryHint("res:BigInt3");
        hint.Scopes.Set("value", (BigInteger.One << 258) - 1);
        Assert.Equal((BigInteger.One << 258) - 1, hint.Run("NONDET_BIGINT3_V1").BigInt3("res"));
        hint.Scopes.Set("value", BigInteger.One << 258);
        Assert.Equal("SecpSplitOutOfRange", hint.Failure("NONDET_BIGINT3_V1"));
        hint.Scopes.Set("value", BigInteger.MinusOne);
        Assert.Equal("SecpSplitOutOfRange", hint.Failure("NONDET_BIGINT3_V1"));
    }

    [Theory]
    [InlineData("IS_ZERO_ASSIGN_SCOPE_VARS", true)]
    [InlineData("SECP_R1_INVERSE_OF_X", false)]
    public void InversesTimesTheirNumberAreOne(string name, bool isK1)
    {
        BigInteger p = isK1 ? K1 : R1;
        foreach (BigInteger x in (BigInteger[])[1, 2, p - 1, p / 2, Word])
        {
            LibraryHint hint = new("");
            hint.Scopes.Set("x", x);
            Assert.Equal(1, hint.Run(name).Scopes.Get<BigInteger>("x_inv") * x % p);
        }

        LibraryHint zero = new("");
        zero.Scopes.Set("x", BigInteger.Zero);
        Assert.Equal("DividedByZero", zero.Failure(name));
    }

    [Fact]
    public void DoublingAndAddingStayOnSecp256k1()
    {
        (BigInteger x, BigInteger y) = K1Generator;
        LibraryHint doubling = new LibraryHint("point:EcPoint slope:BigInt3").WithBigInt3("point.x", x).WithBigInt3("point.y", y);
        BigInteger slope = doubling.Run("EC_DOUBLE_SLOPE_V1").Scopes.Get<BigInteger>("slope");
        Assert.Equal(0, ((2 * y * slope) - (3 * x * x)) % K1);
        (BigInteger X, BigInteger Y) twice = Finish(doubling.WithBigInt3("slope", slope), "EC_DOUBLE_ASSIGN_NEW_X_V1",
            "EC_DOUBLE_ASSIGN_NEW_Y");
        Assert.Equal(BigInteger.Zero, ((twice.X * twice.X * twice.X) + 7 - (twice.Y * twice.Y)) % K1);

        LibraryHint adding = new LibraryHint("point0:EcPoint point1:EcPoint slope:BigInt3").WithBigInt3("point0.x",
            x).WithBigInt3("point0.y", y)
            .WithBigInt3("point1.x", twice.X).WithBigInt3("point1.y", twice.Y);
        slope = adding.Run("COMPUTE_SLOPE_V1").Scopes.Get<BigInteger>("slope");
        (BigInteger X, BigInteger Y) sum = Finish(adding.WithBigInt3("slope", slope), "FAST_EC_ADD_ASSIGN_NEW_X",
            "FAST_EC_ADD_ASSIGN_NEW_Y");

        // Three times the generator, from the tables of SEC 2 test vectors.
        Assert.Equal(Hex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9"), sum.X);
        Assert.Equal(Hex("388f7b0f632de8140fe337e62a37f3566500a99934c2231b6cb9fd7584b8e672"), sum.Y);
    }

    [Fact]
    public void DoublingStaysOnSecp256r1()
    {
        (BigInteger x, BigInteger y) = R1Generator;
        LibraryHint doubling = new LibraryHint("point:EcPoint slope:BigInt3").WithBigInt3("point.x", x).WithBigInt3("point.y", y);
        BigInteger slope = doubling.Run("EC_DOUBLE_SLOPE_V5").Scopes.Get<BigInteger>("slope");
        (BigInteger X, BigInteger Y) twice = Finish(
            doubling.WithBigInt3("slope", slope), "SECP_R1_DOUBLE_ASSIGN_NEW_X", "SECP_R1_DOUBLE_ASSIGN_NEW_Y");
        Assert.Equal(Hex("7cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978"), twice.X);
        Assert.Equal(BigInteger.Zero, ((twice.X * twice.X * twice.X) - (3 * twice.X) + R1B - (twice.Y * twice.Y)) % R1);
    }

    [Fact]
    public void PointsFromAnXHaveTheWantedParity()
    {
        foreach (int parity in (int[])[0, 1])
        {
            LibraryHint k1 = new LibraryHint("x_cube:BigInt3 v", ("BETA", 7)).With("v", parity)
                .WithBigInt3("x_cube", BigInteger.ModPow(K1Generator.X, 3, K1)).Run("GET_POINT_FROM_X");
            BigInteger y = k1.Scopes.Get<BigInteger>("value");
            Assert.Equal((BigInteger.ModPow(K1Generator.Y, 2, K1), parity), (y * y % K1, (int)(y % 2)));
            LibraryHint r1 = new LibraryHint("x:BigInt3 v is_on_curve").With("v", parity).WithBigInt3("x", R1Generator.X);
            y = r1.Run("SECP_R1_GET_POINT_FROM_X").Scopes.Get<BigInteger>("value");
            Assert.Equal((BigInteger.ModPow(R1Generator.Y, 2, R1), parity), (y * y % R1, (int)(y % 2)));
            Assert.Equal(1, r1.Run("SECP_R1_IS_ON_CURVE")["is_on_curve"]);
        }
    }

    [Fact]
    public void NibblesComeFromTheHighestDown()
    {
        LibraryHint hint = new LibraryHint("scalar:Uint256 first_nibble last_nibble").WithUint256("scalar", ((BigInteger)10 << 252) + 0xbc);
        hint.Run("GENERATE_NIBBLES");
        Assert.Equal((10, 12), ((int)hint["first_nibble"], (int)hint["last_nibble"]));
        Stack<int> left = hint.Scopes.Get<Stack<int>>("nibbles");
        Assert.Equal(63, left.Count);
        Assert.Equal([.. Enumerable.Repeat(0, 61), 0xb, 0xc], left);
    }

    private static (BigInteger X, BigInteger Y) Finish(LibraryHint hint, string newX, string newY)
    {
        BigInteger x = hint.Run(newX).Scopes.Get<BigInteger>("value");
        return (x, hint.Run(newY).Scopes.Get<BigInteger>("value"));
    }

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
