using System;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.Tests.Felts;

/// <summary>The felts of a program by their description, value by value, and what is said where one does not fit.</summary>
public sealed class SierraFeltReaderTests
{
    private const ulong Fallthrough = ulong.MaxValue;

    private static readonly BigInteger Flags = (BigInteger)((1UL << 63) | 1 | 2 | 4) << 128;

    // One type, one library function of one argument, two statements, one function of one parameter.
    private static readonly BigInteger[] Values =
    [
        1, FeltStream.Name("felt252"), Flags,
        1, FeltStream.Name("drop"), 1, 1, 0,
        2, 0, 0, 1, 7, 1, Fallthrough, 0, 1, 0,
        1, 1, 0, 0, 7, 0,
    ];

    [Fact]
    public void EachValueHasItsMeaning()
    {
        const string Expected = """
            type [0] = felt252 [storable: true, drop: true, dup: true, zero_sized: false];

            libfunc [0] = drop<[0]>;

            F0:
            [0]([7]) -> ();
            return();

            [0]@F0([7]: [0]) -> ();

            """;
        Felt[] felts = FeltStream.Class(Values);
        Assert.True(SierraFelts.TryDecode(felts, out VersionedProgram? program, out SierraError? error), error?.ToString());
        Assert.Equal(new SierraVersion(1, 7, 0), program.SierraVersion);
        Assert.Equal(new SierraVersion(2, 11, 4), program.CompilerVersion);
        Assert.Equal(Expected, SierraText.Print(program.Program));
        Assert.Equal(felts, SierraFelts.Encode(program));
    }

    [Theory]
    [InlineData(0, 24, "MalformedFelts at #1: list length")]
    [InlineData(1, 1, "MalformedFelts at #2: generic id")]
    [InlineData(1, 0, "MalformedFelts at #2: generic id")]
    [InlineData(1, 0x66_00_66, "MalformedFelts at #2: generic id")]
    [InlineData(1, 0x7f, "MalformedFelts at #2: generic id")]
    [InlineData(2, 22, "MalformedFelts at #3: type declaration")]
    [InlineData(3, 21, "MalformedFelts at #4: list length")]
    [InlineData(5, 19, "MalformedFelts at #6: list length")]
    [InlineData(6, 6, "MalformedFelts at #7: generic argument")]
    [InlineData(7, int.MaxValue, "MalformedFelts at #8: index")]
    [InlineData(7, int.MaxValue - 1, "MalformedFelts at #0: generic argument of libfunc (expected below 1, got 2147483646)")]
    [InlineData(7, 1, "MalformedFelts at #0: generic argument of libfunc (expected below 1, got 1)")]
    [InlineData(8, 16, "MalformedFelts at #9: list length")]
    [InlineData(9, 2, "MalformedFelts at #10: statement")]
    [InlineData(10, 1, "InvalidStatement at #0: library function of statement (expected below 1, got 1)")]
    [InlineData(11, 13, "MalformedFelts at #12: list length")]
    [InlineData(13, 11, "MalformedFelts at #14: list length")]
    [InlineData(14, uint.MaxValue, "MalformedFelts at #15: branch target")]
    [InlineData(14, int.MaxValue, "MalformedFelts at #15: branch target")]
    [InlineData(14, int.MaxValue - 1, "InvalidStatement at #0: branch target (expected below 2, got 2147483646)")]
    [InlineData(14, 2, "InvalidStatement at #0: branch target (expected below 2, got 2)")]
    [InlineData(15, 9, "MalformedFelts at #16: list length")]
    [InlineData(16, 3, "MalformedFelts at #17: statement")]
    [InlineData(17, 7, "MalformedFelts at #18: list length")]
    [InlineData(18, 6, "MalformedFelts at #19: list length")]
    [InlineData(20, 1, "InvalidFunction at #0: types or entry point of function")]
    [InlineData(23, 2, "InvalidFunction at #0: types or entry point of function")]
    [InlineData(23, int.MaxValue, "MalformedFelts at #24: index")]
    public void OneValueThatDoesNotFitIsNamed(int position, long value, string expected)
    {
        BigInteger[] changed = [.. Values];
        changed[position] = value;
        Assert.Equal(expected, Refusal(FeltStream.Class(changed)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(18)]
    [InlineData(20)]
    [InlineData(22)]
    [InlineData(23)]
    public void NumbersHave64Bits(int position)
    {
        BigInteger[] changed = [.. Values];
        changed[position] = BigInteger.One << 64;
        Assert.Equal($"MalformedFelts at #{position + 1}: 64-bit number", Refusal(FeltStream.Class(changed)));
    }

    [Fact]
    public void TheEndIsNamedWhereverItComes()
    {
        for (int length = 0; length < Values.Length; length++)
        {
            string text = Refusal(FeltStream.Class(Values[..length]));
            Assert.Matches($"^MalformedFelts at #[0-9]+: (end of felts|list length|type declaration)$", text);
        }

        Assert.Equal("MalformedFelts at #23: end of felts", Refusal(FeltStream.Class(Values[..^1])));

        // What follows the program is not read, as the reference does not.
        Assert.True(SierraFelts.TryDecode(FeltStream.Class([.. Values, 1, 2, 3]), out _, out _));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "storable")]
    [InlineData(2, "drop")]
    [InlineData(4, "dup")]
    [InlineData(8, "zero_sized")]
    public void EachFlagHasItsBit(int bits, string? set)
    {
        BigInteger[] changed = [.. Values];
        changed[2] = bits == 0 ? 0 : (BigInteger)((1UL << 63) | (uint)bits) << 128;
        Assert.True(SierraFelts.TryDecode(FeltStream.Class(changed), out VersionedProgram? program, out _));
        Assert.Equal(set is not null, program.Program.Types[0].Flags is not null);
        string text = SierraText.Print(program.Program).Split('\n')[0];
        Assert.Equal(set is null ? 0 : 1, text.Split(": true").Length - 1);
        Assert.Contains(set is null ? "felt252;" : $"{set}: true", text, StringComparison.Ordinal);
        changed[2] = BigInteger.One << 192;
        Assert.Equal("MalformedFelts at #3: type declaration", Refusal(FeltStream.Class(changed)));
    }

    [Fact]
    public void EveryKindOfArgumentHasItsTag()
    {
        BigInteger most = Felt.Modulus - 1;
        BigInteger[] values =
        [
            1, FeltStream.Name("felt252"), 0,
            1, FeltStream.Name("any"), 8, 0, 5, 1, 0, 2, 6, 3, 0, 4, 0, 5, 7, 2, most, 5, most,
            1, 1, 0,
            1, 0, 0, 0,
        ];
        Felt[] felts = FeltStream.Class(values);
        Assert.True(SierraFelts.TryDecode(felts, out VersionedProgram? program, out SierraError? error), error?.ToString());
        Assert.Contains(
            $"libfunc [0] = any<ut@[5], [0], 6, user@[0], lib@[0], -7, {most}, -{most}>;", SierraText.Print(program.Program),
                StringComparison.Ordinal);
        Assert.Equal(felts, SierraFelts.Encode(program));
    }

    [Theory]
    [InlineData("3618502788666131213697322783095070105623107215331596699973092056135872020481")]
    [InlineData("-3618502788666131213697322783095070105623107215331596699973092056135872020481")]
    [InlineData("ut@[3618502788666131213697322783095070105623107215331596699973092056135872020481]")]
    public void ANumberThatNoFeltHoldsIsNotReduced(string argument)
    {
        SierraException error = Assert.Throws<SierraException>(() => Encode($"libfunc a = felt252_const<{argument}>;"));
        Assert.StartsWith("MalformedText: generic argument too large: ", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(Encode($"libfunc a = felt252_const<{argument.Replace("0481", "0480", StringComparison.Ordinal)}>;"));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz01234", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345", false)]
    [InlineData("storage_address_from_base_and_offset", true)]
    [InlineData("contract_address_try_from_felt252", true)]
    [InlineData("storage_base_address_from_felt252", true)]
    [InlineData("storage_address_try_from_felt252", true)]
    [InlineData("secp256k1_get_point_from_x_syscall", true)]
    [InlineData("secp256r1_get_point_from_x_syscall", true)]
    [InlineData("circuit_failure_guarantee_verify", true)]
    [InlineData("u96_limbs_less_than_guarantee_verify", true)]
    [InlineData("u96_single_limb_less_than_guarantee_verify", true)]
    [InlineData("größe", false)]
    [InlineData("😀", false)]
    public void NamesHaveAFeltOrNone(string name, bool encodes)
    {
        if (!encodes)
        {
            SierraException error = Assert.Throws<SierraException>(() => Encode($"libfunc a = {name};"));
            Assert.Equal($"MalformedText: generic id without a felt: {name}", error.Message);
            return;
        }

        Felt[] felts = Encode($"libfunc a = {name};");
        Assert.Equal(name.Length <= 31, felts.Contains(Felt.FromBigInteger(FeltStream.Name(name))));
        Assert.True(SierraFelts.TryDecode(felts, out VersionedProgram? program, out SierraError? error2), error2?.ToString());
        Assert.Equal(name, program.Program.Libfuncs[0].GenericId);
    }

    [Theory]
    [InlineData(5, "MalformedFelts at #0: version felts")]
    [InlineData(0, "MalformedFelts at #0: version felts")]
    [InlineData(6, "MalformedFelts at #0: count")]
    public void AClassStartsWithSixNumbers(int length, string expected) =>
        Assert.Equal(expected, Refusal(FeltStream.Class(Values)[..length]));

    [Theory]
    [InlineData(0, 0, "UnsupportedVersion at #0: Sierra version (expected 1.9.3, got 0.7.0)")]
    [InlineData(0, 2, "UnsupportedVersion at #0: Sierra version (expected 1.9.3, got 2.7.0)")]
    [InlineData(1, 10, "UnsupportedVersion at #0: Sierra version (expected 1.9.3, got 1.10.0)")]
    [InlineData(1, 9, null)]
    [InlineData(1, 0, null)]
    [InlineData(2, 4_000_000_000, null)]
    [InlineData(3, 77, null)]
    public void NewerMinorVersionsAreNotRead(int position, long value, string? expected)
    {
        Felt[] felts = FeltStream.Class(Values);
        felts[position] = (Felt)value;
        Assert.Equal(expected is null, SierraFelts.TryDecode(felts, out _, out SierraError? error));
        Assert.Equal(expected, error?.ToString());
        felts[position] = Felt.MinusOne;
        Assert.Equal("MalformedFelts at #0: version felts", Refusal(felts));
    }

    private static Felt[] Encode(string text)
    {
        Assert.True(SierraText.TryParse(text, out SierraProgram? program, out SierraError? error), error?.ToString());
        return SierraFelts.Encode(new VersionedProgram(SierraVersion.Current, SierraVersion.Current, program));
    }

    private static string Refusal(Felt[] felts)
    {
        Assert.False(SierraFelts.TryDecode(felts, out VersionedProgram? program, out SierraError? error));
        Assert.Null(program);
        return error.ToString();
    }
}
