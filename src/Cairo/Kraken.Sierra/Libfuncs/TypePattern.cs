using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Kraken.Sierra.Text;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>
/// A type as the signature tables write it: a generic id with arguments, a capital letter bound to a generic argument,
/// @X for the snapshot of X, ut:name for a user type, a number, or one of the named shapes.
/// </summary>
internal sealed class TypePattern
{
    private static readonly Dictionary<string, string> Shapes = new()
    {
        ["unit"] = "Struct<ut:Tuple>",
        ["bool"] = "Enum<ut:core::bool, unit, unit>",
        ["u256"] = "Struct<ut:core::integer::u256, u128, u128>",
        ["u512"] = "Struct<ut:core::integer::u512, u128, u128, u128, u128>",
        ["u96"] = "BoundedInt<0, 79228162514264337593543950335>",
        ["u384"] = "Struct<ut:core::circuit::u384, u96, u96, u96, u96>",
        ["u96x4"] = "Struct<ut:Tuple, u96, u96, u96, u96>",
        ["guarantee96x4"] = "Struct<ut:Tuple, U96Guarantee, U96Guarantee, U96Guarantee, U96Guarantee>",
        ["m31"] = "BoundedInt<0, 2147483646>",
        ["zero"] = "BoundedInt<0, 0>",
        ["one"] = "BoundedInt<1, 1>",
        ["guarantee32"] = "BoundedIntGuarantee<0, 4294967295>",
        ["guarantee32x16"] = Tuple("guarantee32", 16),
        ["u32x8"] = Tuple("u32", 8),
        ["u32x16"] = Tuple("u32", 16),
        ["u64x8"] = Tuple("u64", 8),
        ["u64x16"] = Tuple("u64", 16),
        ["felt_span"] = "Struct<ut:core::array::Span::<core::felt252>, @Array<felt252>>",
        ["u64_span"] = "Struct<ut:core::array::Span::<core::integer::u64>, @Array<u64>>",
        ["k1_option"] = "Enum<ut:core::option::Option::<core::starknet::secp256k1::Secp256k1Point>, Secp256k1Point, unit>",
        ["r1_option"] = "Enum<ut:core::option::Option::<core::starknet::secp256r1::Secp256r1Point>, Secp256r1Point, unit>",
        ["block_info"] = "Struct<ut:core::starknet::info::BlockInfo, u64, u64, ContractAddress>",
        ["tx_info"] = "Struct<ut:core::starknet::info::TxInfo, felt252, ContractAddress, u128, felt_span, felt252, felt252, felt252>",
        ["resource_bounds"] = "Struct<ut:core::starknet::info::v2::ResourceBounds, felt252, u64, u128>",
        ["bounds_span"] = "Struct<ut:core::array::Span::<core::starknet::info::v2::ResourceBounds>, @Array<resource_bounds>>",
        ["tx_info2"] = "Struct<ut:core::starknet::info::v2::TxInfo, felt252, ContractAddress, u128, felt_span, felt252, felt252, felt252, "
            + "bounds_span, u128, felt_span, u32, u32, felt_span>",
        ["tx_info3"] = "Struct<ut:core::starknet::info::v3::TxInfo, felt252, ContractAddress, u128, felt_span, felt252, felt252, felt252, "
            + "bounds_span, u128, felt_span, u32, u32, felt_span, felt_span>",
        ["execution_info"] =
            "Struct<ut:core::starknet::info::ExecutionInfo, Box<block_info>, Box<tx_info>, ContractAddress, ContractAddress, felt252>",
        ["execution_info2"] =
            "Struct<ut:core::starknet::info::v2::ExecutionInfo, Box<block_info>, Box<tx_info2>, ContractAddress, ContractAddress, felt252>",
        ["execution_info3"] =
            "Struct<ut:core::starknet::info::v3::ExecutionInfo, Box<block_info>, Box<tx_info3>, ContractAddress, ContractAddress, felt252>",
    };

    private static readonly Dictionary<string, TypePattern> ShapeCache = [];

    private readonly string genericId = "";
    private readonly TypePattern[] args = [];
    private readonly GenericArg? literal;
    private readonly char variable;
    private readonly TypePattern? snapshotOf;

    private TypePattern(string genericId, TypePattern[] args) => (this.genericId, this.args) = (genericId, args);

    private TypePattern(GenericArg literal) => this.literal = literal;

    private TypePattern(char variable) => this.variable = variable;

    private TypePattern(TypePattern snapshotOf) => this.snapshotOf = snapshotOf;

    public static TypePattern Parse(string text)
    {
        if (text[0] == '@')
        {
            return new TypePattern(Parse(text[1..]));
        }

        if (text.Length == 1 && char.IsAsciiLetterUpper(text[0]))
        {
            return new TypePattern(text[0]);
        }

        if (text.StartsWith("ut:", StringComparison.Ordinal))
        {
            return new TypePattern(GenericArg.UserType(UserTypeNames.Identity(text[3..])));
        }

        if (BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number))
        {
            return new TypePattern(GenericArg.Integer(number));
        }

        return Shapes.ContainsKey(text) ? Shape(text) : ParseGeneric(text);
    }

    /// <summary>The shape of a name.</summary>
    public static TypePattern Shape(string name)
    {
        lock (ShapeCache)
        {
            if (ShapeCache.TryGetValue(name, out TypePattern? known))
            {
                return known;
            }
        }

        TypePattern pattern = Parse(Shapes[name]);
        lock (ShapeCache)
        {
            ShapeCache[name] = pattern;
        }

        return pattern;
    }

    /// <summary>The declared type that the pattern means under the bindings.</summary>
    /// <exception cref="SierraException">The program does not declare the type.</exception>
    public int Resolve(TypeRegistry types, LibfuncBindings bindings) => ResolveArg(types, bindings).Index;

    private GenericArg ResolveArg(TypeRegistry types, LibfuncBindings bindings)
    {
        if (literal is { } value)
        {
            return value;
        }

        if (snapshotOf is not null)
        {
            return GenericArg.Type(types.SnapshotOf(snapshotOf.Resolve(types, bindings)));
        }

        return variable != 0
            ? bindings[variable]
            : GenericArg.Type(types.Get(genericId, Array.ConvertAll(args, a => a.ResolveArg(types, bindings))));
    }

    private static TypePattern ParseGeneric(string text)
    {
        int open = text.IndexOf('<', StringComparison.Ordinal);
        if (open < 0)
        {
            return new TypePattern(text, []);
        }

        List<string> parts = GenericArgText.Split(text[(open + 1)..^1]);
        return new TypePattern(text[..open], [.. parts.ConvertAll(Parse)]);
    }

    private static string Tuple(string member, int count) =>
        $"Struct<ut:Tuple, {string.Join(", ", System.Linq.Enumerable.Repeat(member, count))}>";
}
