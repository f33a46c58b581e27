using System;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Constant types of the types of values, with hostile numbers.</summary>
internal static class HostileConstants
{
    /// <summary>A constant type of a type, with hostile numbers; null when the type has none.</summary>
    internal static string? Of(Random random, string type)
    {
        TypeFacts facts = TypeFacts.Of(type);
        switch (facts.Generic)
        {
            case "Struct":
                string?[] members = [.. facts.Members.Select(member => Of(random, member))];
                return Array.TrueForAll(members, m => m is not null) ? $"Const<{string.Join(", ", members.Prepend(type))}>" : null;
            case "Enum":
                int variant = random.Next(facts.Members.Length);
                return Of(random, facts.Members[variant]) is { } payload ? $"Const<{type}, {variant}, {payload}>" : null;
            case "NonZero":
                return NonZero(random, type, facts.Args[0]);
            case "EcPoint":
                return random.Next(100) < 20 ? "Const<EcPoint, 0, 0>" : $"Const<EcPoint, {Shapes.GeneratorX}, {Shapes.GeneratorY}>";
            case "ClassHash" or "ContractAddress":
                return $"Const<{type}, {HostileNumbers.Of(random, Shapes.Addresses)}>";
            default:
                return facts.Range is { } range ? $"Const<{type}, {HostileNumbers.Of(random, range)}>" : null;
        }
    }

    private static string? NonZero(Random random, string type, string inner)
    {
        if (inner == Shapes.Uint256)
        {
            string low = $"Const<u128, {HostileNumbers.Of(random, TypeFacts.Of("u128").Range!.Value)}>";
            string high = $"Const<u128, {1 + HostileNumbers.Of(random, new IntegerRange(0, IntegerRange.UInt128Limit - 1))}>";
            return $"Const<{type}, Const<{inner}, {(random.Next(100) < 50 ? $"{low}, {high}" : $"{high}, Const<u128, 0>")}>>";
        }

        if (inner == "EcPoint")
        {
            return $"Const<{type}, Const<EcPoint, {Shapes.GeneratorX}, {Shapes.GeneratorY}>>";
        }

        if (TypeFacts.Of(inner).Range is not { } range || (range.Lower.IsZero && range.Upper.IsOne))
        {
            return null;
        }

        BigInteger value = HostileNumbers.Of(random, range);
        value = value.IsZero ? range.Upper.IsOne ? range.Lower : range.Upper - 1 : value;
        return $"Const<{type}, Const<{inner}, {value}>>";
    }
}
