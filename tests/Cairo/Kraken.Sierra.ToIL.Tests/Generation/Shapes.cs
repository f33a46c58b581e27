using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Types as the text form writes them with all their arguments, which is how generated programs name them.</summary>
internal static class Shapes
{
    internal const string Felt = "felt252";
    internal const string Unit = "Struct<ut@Tuple>";
    internal const string Bool = $"Enum<ut@core::bool, {Unit}, {Unit}>";
    internal const string Uint256 = "Struct<ut@core::integer::u256, u128, u128>";
    internal const string Uint512 = "Struct<ut@core::integer::u512, u128, u128, u128, u128>";
    internal const string Uint96 = "BoundedInt<0, 79228162514264337593543950335>";
    internal const string Uint96X4 = $"Struct<ut@Tuple, {Uint96}, {Uint96}, {Uint96}, {Uint96}>";
    internal const string Uint384 = $"Struct<ut@core::circuit::u384, {Uint96}, {Uint96}, {Uint96}, {Uint96}>";
    internal const string Guarantee96X4 = "Struct<ut@Tuple, U96Guarantee, U96Guarantee, U96Guarantee, U96Guarantee>";
    internal const string M31 = "BoundedInt<0, 2147483646>";
    internal const string Zero = "BoundedInt<0, 0>";
    internal const string One = "BoundedInt<1, 1>";
    internal const string Guarantee32 = "BoundedIntGuarantee<0, 4294967295>";
    internal const string Panic =
        "Struct<ut@Tuple, Struct<ut@core::panics::Panic>, Array<felt252>>";

    // The generator of the curve that EcPoint is of.
    internal const string GeneratorX = "874739451078007766457464989774322083649278607533249481151382481072868806602";
    internal const string GeneratorY = "152666792071518830868575557812948353041420400780739481342941381225525861407";

    /// <summary>What a class hash or an address may be.</summary>
    internal static readonly IntegerRange Addresses = new(0, BigInteger.One << 251);

    /// <summary>What an address may be that an offset is added to.</summary>
    internal static readonly IntegerRange Bases = new(0, (BigInteger.One << 251) - 256);

    /// <summary>The widths of integers in bits.</summary>
    internal static readonly string[] Widths = ["8", "16", "32", "64", "128"];

    /// <summary>The types of builtins, in the order in which functions take and give them.</summary>
    internal static readonly string[] Builtins =
    [
        "RangeCheck", "Pedersen", "Bitwise", "EcOp", "Poseidon", "SegmentArena", "RangeCheck96", "AddMod", "MulMod", "GasBuiltin",
    ];

    /// <summary>The types that signatures of library functions name by themselves.</summary>
    internal static readonly string[] Common =
    [
        Felt, Unit, Bool, Uint256, Uint512, Uint96, Uint96X4, Uint384, Guarantee96X4, M31, Zero, One, Guarantee32, "bytes31",
        .. Widths.Select(w => $"u{w}"), .. Widths.Select(w => $"i{w}"), .. Widths.Select(w => $"NonZero<u{w}>"),
        "NonZero<felt252>", $"NonZero<{Uint256}>", $"NonZero<{M31}>", "qm31", "NonZero<qm31>", "EcPoint", "NonZero<EcPoint>", "EcState",
        .. Builtins, "BuiltinCosts", "U128MulGuarantee", "GasReserve", "U96Guarantee", "CircuitModulus", "CircuitFailureGuarantee",
        "ClassHash", "ContractAddress", "StorageAddress", "StorageBaseAddress", "Sha256StateHandle", "Sha512StateHandle",
        .. Enumerable.Range(1, 4).Select(n => $"U96LimbsLtGuarantee<{n}>"),
        $"Box<{Repeated("u32", 8)}>", $"Box<{Repeated("u32", 16)}>", $"Box<{Repeated("u64", 8)}>", $"Box<{Repeated(Guarantee32, 16)}>",
    ];

    /// <summary>A tuple of members.</summary>
    internal static string Tuple(params IEnumerable<string> members) => $"Struct<{string.Join(", ", members.Prepend("ut@Tuple"))}>";

    /// <summary>A tuple of equal members.</summary>
    internal static string Repeated(string member, int count) => Tuple(Enumerable.Repeat(member, count));

    /// <summary>What a snapshot of a value has as its type.</summary>
    internal static string Snapshot(string type) => TypeFacts.Of(type).Flags.Duplicatable ? type : $"Snapshot<{type}>";

    /// <summary>A bounded integer.</summary>
    internal static string Bounded(BigInteger least, BigInteger greatest) =>
        $"BoundedInt<{least}, {greatest}>";
}
