using System;
using System.Collections.Generic;

namespace Kraken.Sierra.Types;

/// <summary>The types without generic arguments: name, letters (d droppable, c copyable), cells. All are storable.</summary>
internal static class PlainTypes
{
    private const string Table = """
        felt252 dc 1
        bytes31 dc 1
        u8 dc 1
        u16 dc 1
        u32 dc 1
        u64 dc 1
        u128 dc 1
        i8 dc 1
        i16 dc 1
        i32 dc 1
        i64 dc 1
        i128 dc 1
        qm31 dc 1
        EcPoint dc 2
        EcState dc 3
        EcOp - 1
        Pedersen - 1
        Poseidon - 1
        Bitwise - 1
        RangeCheck - 1
        RangeCheck96 - 1
        SegmentArena - 1
        AddMod - 1
        MulMod - 1
        GasBuiltin - 1
        GasReserve d 1
        BuiltinCosts dc 1
        U128MulGuarantee - 4
        Blake2sState dc 1
        System - 1
        StorageBaseAddress dc 1
        StorageAddress dc 1
        ContractAddress dc 1
        ClassHash dc 1
        Secp256k1Point dc 1
        Secp256r1Point dc 1
        Sha256StateHandle dc 1
        Sha512StateHandle dc 1
        CircuitModulus dc 4
        CircuitFailureGuarantee - 8
        U96Guarantee - 1
        """;

    private static readonly Dictionary<string, (TypeFlags Flags, short Size)> ByName = Parse();

    public static bool TryGet(string name, out TypeFlags flags, out short size)
    {
        bool found = ByName.TryGetValue(name, out (TypeFlags Flags, short Size) entry);
        (flags, size) = entry;
        return found;
    }

    private static Dictionary<string, (TypeFlags Flags, short Size)> Parse()
    {
        Dictionary<string, (TypeFlags Flags, short Size)> index = [];
        foreach (string line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split(' ');
            TypeFlags flags =
                new(true, parts[1].Contains('d', StringComparison.Ordinal), parts[1].Contains('c', StringComparison.Ordinal), false);
            index[parts[0]] = (flags, short.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
        }

        return index;
    }
}
