using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Sierra.Types;

/// <summary>The rules by which a generic type makes a concrete type out of its arguments.</summary>
internal sealed class TypeRules(SierraProgram program, TypeRegistry registry)
{
    private static readonly TypeFlags Component = new(false, false, false, true);

    private long circuitValues;

    public ConcreteType Check(int index, TypeDeclaration declaration)
    {
        ConcreteType type = Specialize(index, declaration);
        if (declaration.Flags is { } declared && declared != type.Flags)
        {
            throw Invalid(index, declaration, Words(type.Flags), Words(declared));
        }

        return type;
    }

    private ConcreteType Specialize(int index, TypeDeclaration d)
    {
        if (PlainTypes.TryGet(d.GenericId, out TypeFlags plain, out short plainSize))
        {
            return d.Args.Count == 0
                ? new ConcreteType(d.GenericId, d.Args, plain, plainSize)
                : throw Invalid(index, d, "no arguments", $"{d.Args.Count}");
        }

        switch (d.GenericId)
        {
            case "NonZero" or "Box" or "Nullable" or "Array" or "Span" or "Snapshot" or "Uninitialized"
                or "Felt252Dict" or "Felt252DictEntry" or "SquashedFelt252Dict" or "IntRange":
                return Wrap(index, d);
            case "Struct":
                return Struct(index, d);
            case "Enum":
                return Enum(index, d);
            case "BoundedInt" or "BoundedIntGuarantee":
                return Bounded(index, d);
            case "Const":
                new ConstRules(program, InfoOf).Check(index, d);
                return new ConcreteType(d.GenericId, d.Args, default, ConcreteType.Unsized);
            case "Coupon":
                Require(d.Args is [{ Kind: GenericArgKind.UserFunc }], index, d);
                return new ConcreteType(d.GenericId, d.Args, new TypeFlags(true, true, false, true), 0);
            default:
                return CircuitType(index, d);
        }
    }

    private ConcreteType Wrap(int index, TypeDeclaration d)
    {
        Require(d.Args is [{ Kind: GenericArgKind.Type }], index, d);
        int innerIndex = d.Args[0].Index;
        TypeFlags inner = InfoOf(innerIndex, index);
        (bool allowed, TypeFlags flags, int size) = d.GenericId switch
        {
            "NonZero" => (inner.Storable, inner with { Storable = true }, ConcreteType.Unsized),
            "Box" or "Nullable" => (inner.Storable, inner with { Storable = true, ZeroSized = false }, 1),
            "Array" or "SquashedFelt252Dict" => (inner.Storable && !inner.ZeroSized, new TypeFlags(true, inner.Droppable, false, false), 2),
            "Span" => (inner.Storable && !inner.ZeroSized, inner with { Storable = true, ZeroSized = false }, 2),
            "Snapshot" => (inner.Storable && !inner.Duplicatable, new TypeFlags(true, true, true, inner.ZeroSized), ConcreteType.Unsized),
            "Uninitialized" => (inner.Storable, new TypeFlags(false, true, false, inner.ZeroSized), ConcreteType.Unsized),
            "IntRange" => (IsRangeable(innerIndex), new TypeFlags(true, true, true, false), 2),
            _ => (IsDictValue(innerIndex, inner), new TypeFlags(true, false, false, false), 1),
        };
        Require(allowed, index, d);
        return new ConcreteType(d.GenericId, d.Args, flags, size < 0 ? SizeOf(innerIndex, index) : (short)size);
    }

    private bool IsRangeable(int inner)
    {
        TypeDeclaration d = program.Types[inner];
        return d.GenericId is not ("felt252" or "bytes31") && IntegerRange.Of(d.GenericId, d.Args) is not null;
    }

    private bool IsDictValue(int inner, TypeFlags info)
    {
        TypeDeclaration d = program.Types[inner];
        bool allowed = d.GenericId switch
        {
            "felt252" or "u8" or "u16" or "u32" or "u64" or "u128" => d.Args.Count == 0,
            "Nullable" => d.Args.Count == 1,
            "Enum" =>
                d.Args.Count is >= 1 and <= 3 && d.Args.Skip(1).All(a => a.Kind == GenericArgKind.Type && InfoOf(a.Index, inner).ZeroSized),
            _ => false,
        };
        return allowed && info.Storable && info.Droppable;
    }

    private ConcreteType Struct(int index, TypeDeclaration d)
    {
        IReadOnlyList<TypeFlags> members = MemberFlags(index, d);
        TypeFlags flags = new(
            members.All(m => m.Storable), members.All(m => m.Droppable), members.All(m => m.Duplicatable), members.All(m => m.ZeroSized));
        if (!flags.Storable)
        {
            return new ConcreteType(d.GenericId, d.Args, flags, ConcreteType.Unsized);
        }

        int size = 0;
        foreach (GenericArg member in d.Args.Skip(1))
        {
            size = CheckSize(size + SizeOf(member.Index, index), index, d);
        }

        return new ConcreteType(d.GenericId, d.Args, flags, (short)size);
    }

    private ConcreteType Enum(int index, TypeDeclaration d)
    {
        IReadOnlyList<TypeFlags> variants = MemberFlags(index, d);
        Require(variants.All(v => v.Storable), index, d);
        int size = 0;
        foreach (GenericArg variant in d.Args.Skip(1))
        {
            size = Math.Max(size, SizeOf(variant.Index, index));
        }

        TypeFlags flags = new(true, variants.All(v => v.Droppable), variants.All(v => v.Duplicatable), false);
        return new ConcreteType(d.GenericId, d.Args, flags, (short)CheckSize(size + 1, index, d));
    }

    private List<TypeFlags> MemberFlags(int index, TypeDeclaration d)
    {
        Require(d.Args.Count >= 1 && d.Args[0].Kind == GenericArgKind.UserType, index, d);
        List<TypeFlags> flags = new(d.Args.Count);
        foreach (GenericArg member in d.Args.Skip(1))
        {
            Require(member.Kind == GenericArgKind.Type, index, d);
            flags.Add(InfoOf(member.Index, index));
        }

        return flags;
    }

    private ConcreteType Bounded(int index, TypeDeclaration d)
    {
        Require(d.Args is [{ Kind: GenericArgKind.Value }, { Kind: GenericArgKind.Value }], index, d);
        BigInteger min = d.Args[0].Value;
        BigInteger max = d.Args[1].Value;
        bool guarantee = d.GenericId == "BoundedIntGuarantee";
        Require(-Felt.Modulus < min && min <= max && max < Felt.Modulus && max - min < Felt.Modulus, index, d);
        Require(!guarantee || (min.IsZero && max == uint.MaxValue), index, d);
        return new ConcreteType(d.GenericId, d.Args, new TypeFlags(true, !guarantee, !guarantee, false), 1);
    }

    private CircuitInfo Circuit(int outputs, int user)
    {
        CircuitInfo circuit = CircuitInfo.Build(program, outputs, user);
        circuitValues += circuit.Values.Count;
        return circuitValues <= CircuitInfo.MaxTotalValues
            ? circuit
            : throw new SierraException(
                SierraErrorKind.InvalidType,
                "inputs and gates of all circuits",
                user,
                $"at most {CircuitInfo.MaxTotalValues}",
                $"{circuitValues}");
    }

    private ConcreteType CircuitType(int index, TypeDeclaration d)
    {
        switch (d.GenericId)
        {
            case "CircuitInput":
                Require(
                    d.Args is [{ Kind: GenericArgKind.Value }] && d.Args[0].Value.Sign >= 0 && d.Args[0].Value <= int.MaxValue, index, d);
                return new ConcreteType(d.GenericId, d.Args, Component, ConcreteType.Unsized);
            case "AddModGate" or "SubModGate" or "MulModGate" or "InverseGate":
                Require(d.Args.Count == (d.GenericId == "InverseGate" ? 1 : 2) && d.Args.All(IsComponent), index, d);
                return new ConcreteType(d.GenericId, d.Args, Component, ConcreteType.Unsized);
            case "Circuit":
                Require(d.Args is [{ Kind: GenericArgKind.Type }], index, d);
                return new ConcreteType(d.GenericId, d.Args, Component, ConcreteType.Unsized)
                {
                    Circuit = Circuit(d.Args[0].Index, index),
                };
            case "CircuitInputAccumulator":
                return OfCircuit(index, d, false, 2);
            case "CircuitData":
                return OfCircuit(index, d, false, 1);
            case "CircuitOutputs":
                return OfCircuit(index, d, true, 5);
            case "CircuitPartialOutputs":
                return OfCircuit(index, d, false, 6);
            case "CircuitDescriptor":
                return OfCircuit(index, d, true, 4);
            case "U96LimbsLtGuarantee":
                Require(
                    d.Args is [{ Kind: GenericArgKind.Value }] && d.Args[0].Value.Sign > 0 && d.Args[0].Value <= short.MaxValue / 2,
                    index,
                    d);
                return new ConcreteType(d.GenericId, d.Args, new TypeFlags(true, false, false, false), (short)(2 * (int)d.Args[0].Value));
            default:
                throw new SierraException(SierraErrorKind.UnsupportedType, $"unknown generic type '{d.GenericId}'", index);
        }
    }

    private ConcreteType OfCircuit(int index, TypeDeclaration d, bool duplicatable, short size)
    {
        Require(d.Args is [{ Kind: GenericArgKind.Type }] && program.Types[d.Args[0].Index].GenericId == "Circuit", index, d);
        return new ConcreteType(d.GenericId, d.Args, new TypeFlags(true, true, duplicatable, false), size);
    }

    private bool IsComponent(GenericArg arg) =>
        arg.Kind == GenericArgKind.Type && CircuitInfo.IsComponent(program.Types[arg.Index].GenericId);

    // Declared properties may be used before their declaration is checked, which is what lets boxed types refer to themselves.
    private TypeFlags InfoOf(int type, int user)
    {
        if (program.Types[type].Flags is { } declared)
        {
            return declared;
        }

        return type < user
            ? registry[type].Flags
            : throw new SierraException(SierraErrorKind.InvalidType, "type used before its declaration", user);
    }

    private short SizeOf(int type, int user) => type < user && registry.IsDeclaredBefore(type)
        ? registry.SizeOf(type)
        : throw new SierraException(SierraErrorKind.InvalidType, "size depends on a later type", user);

    private static int CheckSize(int size, int index, TypeDeclaration d) =>
        size <= short.MaxValue ? size : throw Invalid(index, d, $"at most {short.MaxValue} cells", $"{size}");

    private static void Require(bool condition, int index, TypeDeclaration d)
    {
        if (!condition)
        {
            throw Invalid(index, d, "arguments that the generic type allows", $"{d.Args.Count} arguments");
        }
    }

    private static string Words(TypeFlags flags)
    {
        string[] set =
        [
            flags.Storable ? "storable" : "", flags.Droppable ? "drop" : "", flags.Duplicatable ? "dup" : "", flags.ZeroSized
                ? "zero_sized" : "",
        ];
        return $"[{string.Join(' ', set.Where(word => word.Length > 0))}]";
    }

    private static SierraException Invalid(int index, TypeDeclaration d, string expected, string got) =>
        new(SierraErrorKind.InvalidType, $"type {d.Name} ({d.GenericId})", index, expected, got);
}
