using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>What u128 has and the narrower types have not.</summary>
public sealed class Uint128Tests
{
    private static readonly BigInteger Size = EdgeValues.Power(128);

    [Fact]
    public void ProductsAreTwoHalvesUnderAGuarantee()
    {
        SierraMachine machine = new("""
            uses U128MulGuarantee
            fn main(rc: RangeCheck, a: u128, b: u128) -> (RangeCheck, u128, u128)
            u128_guarantee_mul(a, b) -> (high, low, guarantee)
            u128_mul_guarantee_verify(rc, guarantee) -> (rc)
            return(rc, high, low)
            """);
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Unsigned(128)))
        {
            Assert.Equal([(a * b) / Size, (a * b) % Size], machine.Call(a, b).Numbers);
        }
    }

    [Fact]
    public void FeltsSplitIntoTwoHalves()
    {
        LibfuncProgram split = new("u128s_from_felt252", "RangeCheck, felt252", "RangeCheck, u128", "RangeCheck, u128, u128");
        foreach (BigInteger value in EdgeValues.Felts)
        {
            if (value < Size)
            {
                split.Check([value], 0, value);
            }
            else
            {
                split.Check([value], 1, value / Size, value % Size);
            }
        }
    }

    [Fact]
    public void BytesAreReversed()
    {
        LibfuncProgram reverse = new("u128_byte_reverse", "Bitwise, u128", "Bitwise, u128");
        foreach (BigInteger value in (BigInteger[])[.. EdgeValues.Unsigned(128), 0xff, EdgeValues.Power(120)])
        {
            byte[] bytes = new byte[16];
            value.ToByteArray(isUnsigned: true).CopyTo(bytes, 0);
            reverse.Check([value], 0, new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
        }
    }

    [Fact]
    public void BitsAreJoinedOneByOne()
    {
        LibfuncProgram bitwise = new("bitwise", "Bitwise, u128, u128", "Bitwise, u128, u128, u128");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Unsigned(128)))
        {
            bitwise.Check([a, b], 0, a & b, a ^ b, a | b);
        }
    }
}
