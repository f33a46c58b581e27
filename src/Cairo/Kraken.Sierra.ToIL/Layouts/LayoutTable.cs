using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Layouts;

/// <summary>The layouts of a program's types, made when they are asked for.</summary>
internal sealed class LayoutTable(TypeRegistry types)
{
    /// <summary>The slots that a value may have; programs with larger values stay on the virtual machine.</summary>
    internal const int MaxSlots = 512;

    private static readonly SlotKind[] None = [];
    private static readonly SlotKind[] Place = [SlotKind.Int32];
    private static readonly SlotKind[] OneFelt = [SlotKind.Felt];
    private static readonly SlotKind[] Wide = [SlotKind.UInt128];

    private readonly ValueLayout?[] layouts = new ValueLayout?[types.Count];

    /// <summary>The layout of a type.</summary>
    /// <exception cref="NotNativeException">Values of the type have no layout here, or one that is too large.</exception>
    internal ValueLayout this[int type] => layouts[type] ??= Make(type);

    /// <summary>How a numeric type is held.</summary>
    internal NumericForm FormOf(int type) => NumericForm.Of(types.RangeOf(type));

    private ValueLayout Make(int index)
    {
        ConcreteType type = types[index];
        ValueLayout layout = type.GenericId switch
        {
            "Struct" => new ValueLayout([.. type.Members.SelectMany(member => this[member].Slots)]),
            "Enum" => Enum([.. type.Members]),
            "NonZero" or "Snapshot" => this[type.Args[0].Index],
            "IntRange" => new ValueLayout([.. this[type.Args[0].Index].Slots, .. this[type.Args[0].Index].Slots]),
            _ => new ValueLayout(Plain(type)),
        };
        return layout.Slots.Count <= MaxSlots
            ? layout
            : throw new NotNativeException($"a value of {layout.Slots.Count} parts ({type.GenericId}); at most {MaxSlots} are taken");
    }

    private static SlotKind[] Plain(ConcreteType type)
    {
        switch (type.GenericId)
        {
            case "RangeCheck" or "RangeCheck96" or "Pedersen" or "Poseidon" or "Bitwise" or "EcOp" or "AddMod" or "MulMod" or "SegmentArena"
                or "GasBuiltin" or "System" or "BuiltinCosts" or "Coupon" or "Uninitialized" or "U128MulGuarantee"
                or "CircuitDescriptor":
                return None;
            case "Box" or "Nullable" or "Felt252Dict" or "SquashedFelt252Dict" or "Sha256StateHandle" or "Sha512StateHandle"
                or "CircuitData" or "Secp256k1Point" or "Secp256r1Point":
                return Place;
            case "Felt252DictEntry" or "CircuitInputAccumulator":
                return [SlotKind.Int32, SlotKind.Int32];
            case "Array" or "Span":
                return [SlotKind.Int32, SlotKind.Int32, SlotKind.Int32];
            case "ContractAddress" or "ClassHash" or "StorageAddress" or "StorageBaseAddress":
                return OneFelt;
            case "EcPoint" or "EcState":
                return [SlotKind.Felt, SlotKind.Felt];
            case "BoundedIntGuarantee":
                return [SlotKind.Int64];
            case "GasReserve" or "U96Guarantee" or "qm31":
                return Wide;
            case "CircuitModulus":
                return Limbs(CircuitInfo.ValueSize);
            case "CircuitOutputs" or "CircuitPartialOutputs" or "CircuitFailureGuarantee":
                return [SlotKind.Int32, .. Limbs(CircuitInfo.ValueSize)];
            case "U96LimbsLtGuarantee":
                return Limbs(2 * (int)BigInteger.Min(type.Args[0].Value, MaxSlots));
            default:
                IntegerRange range = IntegerRange.Of(type.GenericId, type.Args)
                    ?? throw new NotNativeException($"the type {type.GenericId}");
                return [NumericForm.Of(range).Kind];
        }
    }

    private static SlotKind[] Limbs(int count) => [.. Enumerable.Repeat(SlotKind.UInt128, count)];

    private ValueLayout Enum(int[] variants)
    {
        List<SlotKind> slots = [SlotKind.Int32];
        List<int[]> maps = [];
        foreach (int variant in variants)
        {
            int[] map = new int[this[variant].Slots.Count];
            for (int i = 0; i < map.Length; i++)
            {
                SlotKind kind = this[variant].Slots[i];
                int at = 1;
                while (at < slots.Count && (slots[at] != kind || Array.IndexOf(map, at, 0, i) >= 0))
                {
                    at++;
                }

                if (at == slots.Count)
                {
                    slots.Add(kind);
                }

                map[i] = at;
            }

            maps.Add(map);
        }

        return new ValueLayout(slots, maps);
    }
}
