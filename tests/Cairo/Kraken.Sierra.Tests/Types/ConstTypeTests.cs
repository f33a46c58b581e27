using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Types;
using Xunit;

namespace Kraken.Sierra.Tests.Types;

/// <summary>The data of constant types: each value up to the bounds of its type, and the parts of composed ones.</summary>
public sealed class ConstTypeTests
{
    private const string U256 = "Struct<ut@core::integer::u256, u128, u128>";
    private const string U512 = "Struct<ut@core::integer::u512, u128, u128, u128, u128>";
    private const string Pair = "Struct<ut@Tuple, u8, u16>";
    private const string Choice = "Enum<ut@E, u8, u16>";
    private const string Zero = "Const<u128, 0>";
    private const string One = "Const<u128, 1>";

    // The generator of the Stark curve.
    private const string X = "874739451078007766457464989774322083649278607533249481151382481072868806602";
    private const string Y = "152666792071518830868575557812948353041420400780739481342941381225525861407";

    [Theory]
    [InlineData("u8", 0, 8)]
    [InlineData("u16", 0, 16)]
    [InlineData("u32", 0, 32)]
    [InlineData("u64", 0, 64)]
    [InlineData("u128", 0, 128)]
    [InlineData("bytes31", 0, 248)]
    [InlineData("ContractAddress", 0, 251)]
    [InlineData("ClassHash", 0, 251)]
    [InlineData("i8", 7, 7)]
    [InlineData("i16", 15, 15)]
    [InlineData("i32", 31, 31)]
    [InlineData("i64", 63, 63)]
    [InlineData("i128", 127, 127)]
    public void NumbersReachFromTheLeastToTheGreatestValue(string type, int negativeBits, int bits)
    {
        BigInteger least = negativeBits == 0 ? 0 : -(BigInteger.One << negativeBits);
        CheckEnds(type, least, (BigInteger.One << bits) - 1);
    }

    [Fact]
    public void FeltsMayBeWrittenWithASign() => CheckEnds("felt252", 1 - Felt.Modulus, Felt.Modulus - 1);

    [Theory]
    [InlineData(-3, 4)]
    [InlineData(0, 0)]
    [InlineData(7, 9)]
    public void BoundedNumbersHaveTheirOwnEnds(int least, int greatest) => CheckEnds($"BoundedInt<{least}, {greatest}>", least, greatest);

    [Theory]
    [InlineData($"Const<{Pair}, Const<u8, 1>, Const<u16, 2>>", true)]
    [InlineData($"Const<{Pair}, Const<u8, 1>>", false)]
    [InlineData($"Const<{Pair}, Const<u8, 1>, Const<u16, 2>, Const<u16, 3>>", false)]
    [InlineData($"Const<{Pair}, Const<u16, 1>, Const<u8, 2>>", false)]
    [InlineData($"Const<{Pair}, 1, 2>", false)]
    [InlineData($"Const<{Pair}, u8, u16>", false)]
    [InlineData("Const<Struct<ut@Tuple>>", true)]
    [InlineData("Const<Struct<ut@Tuple>, Const<u8, 1>>", false)]
    [InlineData($"Const<Struct<ut@Tuple, {Pair}>, Const<{Pair}, Const<u8, 1>, Const<u16, 2>>>", true)]
    [InlineData($"Const<{Choice}, 0, Const<u8, 255>>", true)]
    [InlineData($"Const<{Choice}, 1, Const<u16, 255>>", true)]
    [InlineData($"Const<{Choice}, 1, Const<u8, 255>>", false)]
    [InlineData($"Const<{Choice}, 2, Const<u8, 255>>", false)]
    [InlineData($"Const<{Choice}, -1, Const<u8, 255>>", false)]
    [InlineData($"Const<{Choice}, 0>", false)]
    [InlineData($"Const<{Choice}, Const<u8, 255>, 0>", false)]
    [InlineData("Const<NonZero<u8>, Const<u8, 1>>", true)]
    [InlineData("Const<NonZero<u8>, Const<u8, 0>>", false)]
    [InlineData("Const<NonZero<u8>, Const<u16, 1>>", false)]
    [InlineData("Const<NonZero<u8>, 1>", false)]
    [InlineData("Const<NonZero<felt252>, Const<felt252, -1>>", true)]
    [InlineData($"Const<NonZero<{U256}>, Const<{U256}, {Zero}, {One}>>", true)]
    [InlineData($"Const<NonZero<{U256}>, Const<{U256}, {One}, {Zero}>>", true)]
    [InlineData($"Const<NonZero<{U256}>, Const<{U256}, {Zero}, {Zero}>>", false)]
    [InlineData($"Const<NonZero<{U512}>, Const<{U512}, {Zero}, {Zero}, {Zero}, {One}>>", true)]
    [InlineData($"Const<NonZero<{U512}>, Const<{U512}, {Zero}, {Zero}, {Zero}, {Zero}>>", false)]
    [InlineData($"Const<NonZero<{Pair}>, Const<{Pair}, Const<u8, 1>, Const<u16, 2>>>", false)]
    [InlineData($"Const<EcPoint, {X}, {Y}>", true)]
    [InlineData("Const<EcPoint, 0, 0>", true)]
    [InlineData($"Const<EcPoint, {X}, {X}>", false)]
    [InlineData($"Const<EcPoint, {X}>", false)]
    [InlineData("Const<EcPoint, 0, 1>", false)]
    [InlineData($"Const<EcPoint, -{X}, {Y}>", false)]
    [InlineData($"Const<NonZero<EcPoint>, Const<EcPoint, {X}, {Y}>>", true)]
    [InlineData("Const<NonZero<EcPoint>, Const<EcPoint, 0, 0>>", false)]
    [InlineData("Const<Array<u8>, 1>", false)]
    [InlineData("Const<Box<u8>, Const<u8, 1>>", false)]
    [InlineData("Const<qm31, 1>", false)]
    [InlineData("Const<StorageAddress, 1>", false)]
    [InlineData("Const<u8, 1, 1>", false)]
    [InlineData("Const<u8>", false)]
    [InlineData("Const<u8, u8>", false)]
    [InlineData("Const<1>", false)]
    [InlineData("Const", false)]
    public void ComposedConstantsHaveTheConstantsOfTheirParts(string type, bool allowed)
    {
        Assert.Equal(allowed, Declared.TryBuild(type, [], out SierraRegistry? registry, out SierraError? error));
        Assert.Equal(allowed ? null : SierraErrorKind.InvalidType, error?.Kind);
        if (allowed)
        {
            ConcreteType concrete = registry!.Types[registry.Types.Count - 1];
            Assert.Equal((default, -1), (concrete.Flags, (int)concrete.Size));
        }
        else
        {
            Assert.StartsWith("data of the constant type [", error!.What, System.StringComparison.Ordinal);
        }
    }

    private static void CheckEnds(string type, BigInteger least, BigInteger greatest)
    {
        foreach ((BigInteger value, bool inside) in ((BigInteger, bool)[])[(least, true), (greatest, true), (least - 1, false),
            (greatest + 1, false)])
        {
            Assert.True(inside == Declared.TryBuild($"Const<{type}, {value}>", [], out _, out SierraError? error),
                $"{type} {value}: {error}");
            Assert.Equal(inside ? null : "InvalidType at #1: data of the constant type [1]", error?.ToString());
        }
    }
}
