using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>The types of a generated program beyond those that all have: random structs, enums, arrays and the like.</summary>
internal sealed class Palette
{
    private const int MaxCells = 24;

    private static readonly string[] Plain =
    [
        Shapes.Felt, Shapes.Felt, "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128", Shapes.Bool, Shapes.Uint256,
        "bytes31", "ClassHash", "ContractAddress", "StorageAddress", "StorageBaseAddress", "EcPoint", "qm31", Shapes.Uint512, Shapes.Unit,
        Shapes.Uint96, Shapes.M31, Shapes.Zero,
    ];

    private readonly Random random;
    private readonly List<string> types = [];
    private int names;

    internal Palette(Random random)
    {
        this.random = random;
        for (int i = 0; i < 4; i++)
        {
            Add(RandomBounded());
        }

        for (int i = 0; i < 10; i++)
        {
            Add(Composite());
        }
    }

    /// <summary>A type of any kind whose values can be made and compared.</summary>
    internal string Any() => random.Next(3) == 0 ? Plain[random.Next(Plain.Length)] : types[random.Next(types.Count)];

    /// <summary>A type of one of some generic kinds; null when the program has none.</summary>
    internal string? OfKind(params ReadOnlySpan<string> generics)
    {
        List<string> found = [];
        foreach (string type in types)
        {
            if (generics.Contains(TypeFacts.Of(type).Generic))
            {
                found.Add(type);
            }
        }

        return found.Count == 0 ? null : found[random.Next(found.Count)];
    }

    /// <summary>An integer type: one of those with names, or a bounded one.</summary>
    internal string Integer() => random.Next(3) == 0
        ? types.First(type => TypeFacts.Of(type).Generic == "BoundedInt")
        : $"{"ui"[random.Next(2)]}{Shapes.Widths[random.Next(Shapes.Widths.Length)]}";

    /// <summary>A bounded integer type.</summary>
    internal string RandomBounded()
    {
        Kraken.Sierra.Types.IntegerRange all = new(1 - Felt.Modulus, Felt.Modulus);
        BigInteger a = HostileNumbers.Of(random, all);
        BigInteger b = random.Next(2) == 0 ? a + random.Next(300) : HostileNumbers.Of(random, all);
        string type = Shapes.Bounded(BigInteger.Min(a, b), BigInteger.Max(a, b));
        return TypeFacts.Find(type) is null ? Shapes.Uint96 : type;
    }

    /// <summary>Whether values of a type can be compared between the engines.</summary>
    internal static bool IsComparable(string type)
    {
        TypeFacts facts = TypeFacts.Of(type);
        return facts.Flags.Storable && facts.Generic switch
        {
            "EcState" or "Felt252Dict" or "Felt252DictEntry" or "Sha256StateHandle" or "Sha512StateHandle" or "BuiltinCosts" or "Coupon"
                or "CircuitData" or "CircuitInputAccumulator" or "CircuitOutputs" or "CircuitPartialOutputs" or "CircuitDescriptor"
                or "CircuitFailureGuarantee" => false,
            "Struct" or "Enum" => facts.Members.All(IsComparable),
            "Snapshot" or "Array" or "Span" or "Box" or "Nullable" or "NonZero" => IsComparable(facts.Args[0]),
            _ => !facts.Generic.StartsWith("Circuit", StringComparison.Ordinal) || facts.Generic == "CircuitModulus",
        };
    }

    private void Add(string type)
    {
        if (TypeFacts.Find(type) is { Size: <= MaxCells } && !types.Contains(type))
        {
            types.Add(type);
        }
    }

    private string Composite()
    {
        string inner = Any();
        switch (random.Next(12))
        {
            case < 3:
                return $"Struct<{string.Join(", ", Members(random.Next(6)).Prepend(random.Next(2) == 0 ? "ut@Tuple" : $"ut@s{names++}"))}>";
            case < 6:
                return $"Enum<{string.Join(", ", Members(random.Next(1, 7)).Prepend($"ut@e{names++}"))}>";
            case 6:
                return $"Enum<ut@e{names++}, {string.Join(", ", Enumerable.Repeat(Shapes.Unit, random.Next(1, 6)))}>";
            case 7:
                return $"Array<{inner}>";
            case 8:
                return $"Box<{inner}>";
            case 9:
                return $"Nullable<{inner}>";
            case 10:
                return Shapes.Repeated(inner, random.Next(1, 4));
            default:
                return TypeFacts.Find($"Array<{inner}>") is null ? inner : Shapes.Snapshot($"Array<{inner}>");
        }
    }

    private IEnumerable<string> Members(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Any();
        }
    }
}
