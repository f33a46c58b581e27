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

    /// <summary>
    /// The slots of all layouts and of all variants together: what a class may cost that declares many large types. Others stay on the
    /// virtual machine.
    /// </summary>
    internal const long MaxTotalSlots = 1 << 20;

    /// <summary>
    /// How deep types may nest, since emitters go down into them: programs with deeper ones stay on the virtual machine. Classes may
    /// declare tens of thousands of levels.
    /// </summary>
    internal const int MaxDepth = 200;

    private static readonly SlotKind[] None = [];
    private static readonly SlotKind[] Place = [SlotKind.Int32];
    private static readonly SlotKind[] OneFelt = [SlotKind.Felt];
    private static readonly SlotKind[] Wide = [SlotKind.UInt128];

    private readonly ValueLayout?[] layouts = new ValueLayout?[types.Count];
    private readonly int[] depths = new int[types.Count];
    private long total;

    /// <summary>The layout of a type.</summary>
    /// <exception cref="NotNativeException">Values of the type have no layout here, or one that is too large or too deep.</exception>
    internal ValueLayout this[int type]
    {
        get
        {
            if (layouts[type] is null)
            {
                MakeWithParts(type);
            }

            return layouts[type]!;
        }
    }

    /// <summary>How a numeric type is held.</summary>
    internal NumericForm FormOf(int type) => NumericForm.Of(types.RangeOf(type));

    // A type is declared behind its parts: ascending, no layout is asked for before it is made.
    private void MakeWithParts(int type)
    {
        SortedSet<int> lacking = [type];
        Stack<int> open = new([type]);
        while (open.TryPop(out int next))
        {
            foreach (int part in Parts(next))
            {
                if (layouts[part] is null && lacking.Add(part))
                {
                    open.Push(part);
                }
            }
        }

        foreach (int next in lacking)
        {
            depths[next] = Parts(next).Select(part => depths[part] + 1).DefaultIfEmpty().Max();
            if (depths[next] > MaxDepth)
            {
                throw new NotNativeException($"types that nest more than {MaxDepth} deep");
            }

            layouts[next] = Make(next);
        }
    }

    private IEnumerable<int> Parts(int index) => types[index].GenericId switch
    {
        "Struct" or "Enum" => types[index].Members,
        "NonZero" or "Snapshot" or "IntRange" => [types[index].Args[0].Index],
        _ => [],
    };

    private ValueLayout Make(int index)
    {
        ConcreteType type = types[index];
        ValueLayout layout = type.GenericId switch
        {
            "Struct" => new ValueLayout(Joined(type.Members)),
            "Enum" => Enum(type.Members),
            "NonZero" or "Snapshot" => this[type.Args[0].Index],
            "IntRange" => new ValueLayout([.. this[type.Args[0].Index].Slots, .. this[type.Args[0].Index].Slots]),
            _ => new ValueLayout(Plain(type)),
        };
        Require(layout.Slots.Count, type);
        Count(layout.Slots.Count);
        return layout;
    }

    private List<SlotKind> Joined(IEnumerable<int> members)
    {
        List<SlotKind> slots = [];
        foreach (int member in members)
        {
            slots.AddRange(this[member].Slots);
            if (slots.Count > MaxSlots)
            {
                break;
            }
        }

        return slots;
    }

    private static void Require(int slots, ConcreteType type)
    {
        if (slots > MaxSlots)
        {
            throw new NotNativeException($"a value of {slots} parts ({type.GenericId}); at most {MaxSlots} are taken");
        }
    }

    private void Count(int slots)
    {
        total += slots;
        if (total > MaxTotalSlots)
        {
            throw new NotNativeException($"types whose values have more than {MaxTotalSlots} parts together");
        }
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

    private ValueLayout Enum(IEnumerable<int> variants)
    {
        List<SlotKind> slots = [SlotKind.Int32];
        Dictionary<SlotKind, List<int>> places = [];
        Dictionary<int, int[]> known = [];
        List<int[]> maps = [];
        foreach (int variant in variants)
        {
            if (!known.TryGetValue(variant, out int[]? map))
            {
                map = Placed(this[variant].Slots, slots, places);
                known.Add(variant, map);
                Count(map.Length);
            }

            maps.Add(map);
        }

        return new ValueLayout(slots, maps);
    }

    // The n-th slot of a kind in each variant is the enum's n-th of that kind.
    private static int[] Placed(IReadOnlyList<SlotKind> variant, List<SlotKind> slots, Dictionary<SlotKind, List<int>> places)
    {
        int[] map = new int[variant.Count];
        Dictionary<SlotKind, int> used = [];
        for (int i = 0; i < map.Length; i++)
        {
            SlotKind kind = variant[i];
            int nth = used.GetValueOrDefault(kind);
            used[kind] = nth + 1;
            if (!places.TryGetValue(kind, out List<int>? ofKind))
            {
                places.Add(kind, ofKind = []);
            }

            if (nth == ofKind.Count)
            {
                ofKind.Add(slots.Count);
                slots.Add(kind);
            }

            map[i] = ofKind[nth];
        }

        return map;
    }
}
