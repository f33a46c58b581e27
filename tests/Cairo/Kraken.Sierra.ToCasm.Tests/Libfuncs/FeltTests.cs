using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>Field elements and the types that are field elements below a bound.</summary>
public sealed class FeltTests
{
    private static readonly BigInteger Prime = Felt.Modulus;

    [Fact]
    public void ArithmeticIsModuloThePrime()
    {
        LibfuncProgram add = new("felt252_add", "felt252, felt252", "felt252");
        LibfuncProgram subtract = new("felt252_sub", "felt252, felt252", "felt252");
        LibfuncProgram multiply = new("felt252_mul", "felt252, felt252", "felt252");
        LibfuncProgram divide = new("felt252_div", "felt252, NonZero<felt252>", "felt252");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(EdgeValues.Felts))
        {
            add.Check([a, b], 0, (a + b) % Prime);
            subtract.Check([a, b], 0, (a - b + Prime) % Prime);
            multiply.Check([a, b], 0, a * b % Prime);
            if (!b.IsZero)
            {
                divide.Check([a, b], 0, a * BigInteger.ModPow(b, Prime - 2, Prime) % Prime);
            }
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("340282366920938463463374607431768211456")]
    [InlineData("-170141183460469231731687303715884105728")]
    public void ConstantsAreOperands(string text)
    {
        BigInteger constant = BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        LibfuncProgram add = new($"felt252_add_const<{text}>", "felt252", "felt252");
        LibfuncProgram subtract = new($"felt252_sub_const<{text}>", "felt252", "felt252");
        LibfuncProgram multiply = new($"felt252_mul_const<{text}>", "felt252", "felt252");
        LibfuncProgram itself = new($"felt252_const<{text}>", "", "felt252");
        LibfuncProgram? divide = constant.IsZero ? null : new($"felt252_div_const<{text}>", "felt252", "felt252");
        itself.Check([], 0, constant);
        foreach (BigInteger a in EdgeValues.Felts)
        {
            add.Check([a], 0, a + constant);
            subtract.Check([a], 0, a - constant);
            multiply.Check([a], 0, a * constant);
            divide?.Check([a], 0, a * BigInteger.ModPow(((constant % Prime) + Prime) % Prime, Prime - 2, Prime));
        }
    }

    [Fact]
    public void DivisionByTheConstantZeroDoesNotCompile() =>
        Assert.Equal(SierraErrorKind.InvalidLibfunc,
            SierraMachine.Refusal(LibfuncProgram.Source("felt252_div_const<0>", "felt252", "felt252"))?.Kind);

    [Fact]
    public void ZeroTakesItsBranch()
    {
        LibfuncProgram zero = new("felt252_is_zero", "felt252", "", "NonZero<felt252>");
        foreach (BigInteger a in EdgeValues.Felts)
        {
            zero.Check([a], a.IsZero ? 0 : 1, a);
        }
    }

    [Theory]
    [InlineData("bytes31", 248)]
    [InlineData("class_hash", 251)]
    [InlineData("contract_address", 251)]
    [InlineData("storage_address", 251)]
    public void BoundedElementsAreTakenBelowTheirBound(string name, int bits)
    {
        string type = name switch
        {
            "class_hash" => "ClassHash",
            "contract_address" => "ContractAddress",
            "storage_address" => "StorageAddress",
            _ => name,
        };
        LibfuncProgram narrow = new($"{name}_try_from_felt252", "RangeCheck, felt252", $"RangeCheck, {type}", "RangeCheck");
        LibfuncProgram widen = new($"{name}_to_felt252", type, "felt252");
        BigInteger bound = EdgeValues.Power(bits);
        foreach (BigInteger value in EdgeValues.Felts.Concat([bound - 1, bound, bound + 1]))
        {
            narrow.Check([value], value < bound ? 0 : 1, value < bound ? value : 0);
            if (value < bound)
            {
                widen.Check([value], 0, value);
            }
        }
    }

    [Fact]
    public void StorageAddressesWrapAtTheirBoundAndTakeOffsets()
    {
        BigInteger bound = EdgeValues.Power(251) - 256;
        LibfuncProgram wrap = new("storage_base_address_from_felt252", "RangeCheck, felt252", "RangeCheck, StorageBaseAddress");
        LibfuncProgram offset = new("storage_address_from_base_and_offset", "StorageBaseAddress, u8", "StorageAddress");
        LibfuncProgram plain = new("storage_address_from_base", "StorageBaseAddress", "StorageAddress");
        foreach (BigInteger value in EdgeValues.Felts)
        {
            wrap.Check([value], 0, value % bound);
            plain.Check([value % bound], 0, value % bound);
            foreach (int step in (int[])[0, 1, 255])
            {
                offset.Check([value % bound, step], 0, (value % bound) + step);
            }
        }
    }

    [Fact]
    public void TruthValuesFollowTheTables()
    {
        const string Bool = "Enum<ut@core::bool, Struct<ut@Tuple>, Struct<ut@Tuple>>";
        LibfuncProgram and = new("bool_and_impl", $"{Bool}, {Bool}", Bool);
        LibfuncProgram or = new("bool_or_impl", $"{Bool}, {Bool}", Bool);
        LibfuncProgram xor = new("bool_xor_impl", $"{Bool}, {Bool}", Bool);
        LibfuncProgram not = new("bool_not_impl", Bool, Bool);
        LibfuncProgram felt = new("bool_to_felt252", Bool, "felt252");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs([0, 1]))
        {
            and.Check([a, b], 0, a & b);
            or.Check([a, b], 0, a | b);
            xor.Check([a, b], 0, a ^ b);
            not.Check([a], 0, 1 - a);
            felt.Check([a], 0, a);
        }
    }
}
