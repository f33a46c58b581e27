using System;
using System.Linq;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Makes values of a type, takes them out of the pool, and uses up what must not be dropped.</summary>
internal sealed partial class FunctionWriter
{
    /// <summary>Whether a value of a type can be made from nothing in this function.</summary>
    private bool CanMake(string type)
    {
        TypeFacts facts = TypeFacts.Of(type);
        switch (facts.Generic)
        {
            case "Struct":
                return Array.TrueForAll(facts.Members, CanMake);
            case "Enum":
                return Array.Exists(facts.Members, CanMake);
            case "Array":
                return true;
            case "Snapshot" or "Box":
                return CanMake(facts.Args[0]);
            case "Nullable":
                return true;
            case "NonZero":
                return ConstantOf(type) is not null || facts.Args[0] == "qm31";
            case "Felt252Dict":
                return Has("SegmentArena") && Has("RangeCheck") && Has("GasBuiltin") && !shape.IsTracked;
            case "IntRange":
                return Has("RangeCheck") && CanMake(facts.Args[0]);
            case "BoundedIntGuarantee":
                return Has("RangeCheck");
            case "U96Guarantee":
                return Has("RangeCheck96");
            case "GasReserve":
                return Has("RangeCheck") && Has("GasBuiltin");
            case "EcPoint" or "EcState" or "qm31" or "bytes31" or "ClassHash" or "ContractAddress" or "StorageBaseAddress"
                or "StorageAddress" or "BuiltinCosts" or "CircuitModulus" or "Sha256StateHandle" or "Sha512StateHandle":
                return true;
            default:
                return facts.Range is not null;
        }
    }

    // Values that are made by a branch would make returns without end, as each of its ways returns such a value.
    private bool CanMakeStraight(string type) => CanMake(type)
        && !Array.Exists(["NonZero<qm31>", "GasReserve", "CircuitModulus"], part => type.Contains(part, StringComparison.Ordinal));

    /// <summary>A value of a type: one from the pool, a copy of one, or a new one. It is in the pool no more.</summary>
    private Variable Take(string type)
    {
        Variable? found = Pick(Scope.Pool.Where(v => v.Type == type));
        return found is null || (Chance(12) && CanMake(type)) ? Make(type) : TakeOut(found);
    }

    /// <summary>A variable of the pool, or a copy of it.</summary>
    private Variable TakeOut(Variable variable)
    {
        if (variable.Facts.Flags.Duplicatable && Chance(80))
        {
            // The first output is the variable itself again.
            Variable copy = Fresh(variable.Type, variable.Place);
            Signature dup = Signature.Find($"dup<{variable.Type}>", variable.Type)!;
            way.Code.Add(listing => listing.Invoke(dup, $"({variable.Name}) -> ({variable.Name}, {copy.Name})"));
            return copy;
        }

        Scope.Pool.Remove(variable);
        return variable;
    }

    private Variable Make(string type)
    {
        TypeFacts facts = TypeFacts.Of(type);
        if (Chance(10) && ConstantOf(type) is { } constant)
        {
            return Call(Signature.Find($"const_as_immediate<{constant}>", type, constant)!)[0];
        }

        switch (facts.Generic)
        {
            case "Struct":
                return Call(Signature.Find($"struct_construct<{type}>", type)!)[0];
            case "Enum":
                int variant = Pick(Enumerable.Range(0, facts.Members.Length).Where(v => CanMake(facts.Members[v])));
                return Call(Signature.Find($"enum_init<{type}, {variant}>", type)!)[0];
            case "Array":
                return MakeArray(type, facts.Args[0]);
            case "Snapshot":
                Variable[] taken = Call(Signature.Find($"snapshot_take<{facts.Args[0]}>", type)!);
                Give(taken[0]);
                return taken[1];
            case "Box":
                return MakeBox(type, facts.Args[0]);
            case "Nullable":
                return Chance(40) || isReturning || !CanMake(facts.Args[0])
                    ? Call(Signature.Find($"null<{facts.Args[0]}>", type)!)[0]
                    : Call(Signature.Find($"nullable_from_box<{facts.Args[0]}>", type, $"Box<{facts.Args[0]}>")!)[0];
            case "Felt252Dict":
                return Call(Signature.Find($"felt252_dict_new<{facts.Args[0]}>", type)!)[0];
            case "IntRange":
                return Either(Signature.Find($"int_range_try_new<{facts.Args[0]}>", type)!);
            case "NonZero" when facts.Args[0] == "qm31":
                return Require(Signature.Find("qm31_is_zero")!, 1)[0];
            case "BoundedIntGuarantee":
                Variable[] parts = Call("u128_to_u32_guarantees");
                Give(parts.AsSpan(1));
                return parts[0];
            default:
                return MakePlain(type, facts);
        }
    }

    private Variable MakePlain(string type, TypeFacts facts)
    {
        switch (type)
        {
            case "EcPoint":
                return Chance(50)
                    ? Call("ec_point_zero")[0]
                    : Call(Signature.Find($"const_as_immediate<{ConstantOf(type)}>", ConstantOf(type)!)!)[0];
            case "EcState":
                return Call("ec_state_init")[0];
            case "qm31":
                IntegerRange m31 = new(0, int.MaxValue);
                string coordinates = string.Join(", ", Enumerable.Range(0, 4).Select(_ => HostileNumbers.Of(random, m31)));
                return Call($"qm31_const<{coordinates}>")[0];
            case "ClassHash":
                return Call($"class_hash_const<{HostileNumbers.Of(random, Shapes.Addresses)}>")[0];
            case "ContractAddress":
                return Call($"contract_address_const<{HostileNumbers.Of(random, Shapes.Addresses)}>")[0];
            case "StorageBaseAddress":
                return Call($"storage_base_address_const<{HostileNumbers.Of(random, Shapes.Bases)}>")[0];
            case "StorageAddress":
                return Call("storage_address_from_base")[0];
            case "BuiltinCosts":
                return Call("get_builtin_costs")[0];
            case "GasReserve":
                return Require(Signature.Find("gas_reserve_create")!, 0)[0];
            case "CircuitModulus":
                return Require(Signature.Find("try_into_circuit_modulus")!, 0)[0];
            case "U96Guarantee":
                return Call($"into_u96_guarantee<{Shapes.Uint96}>")[0];
            case "Sha256StateHandle":
                return Call("sha256_state_handle_init")[0];
            case "Sha512StateHandle":
                return Call("sha512_state_handle_init")[0];
            default:
                return facts.Generic is "BoundedInt" or "NonZero"
                    ? Call(Signature.Find($"const_as_immediate<{ConstantOf(type)}>", type, ConstantOf(type)!)!)[0]
                    : Call($"{type}_const<{HostileNumbers.Of(random, facts.Range!.Value)}>")[0];
        }
    }

    private Variable MakeArray(string type, string element)
    {
        Variable array = Call(Signature.Find($"array_new<{element}>", type)!)[0];
        int items = CanMake(element) && !isReturning ? random.Next(4) : 0;
        for (int i = 0; i < items; i++)
        {
            array = Call(Signature.Find($"array_append<{element}>", type)!, array)[0];
        }

        return array;
    }

    private Variable MakeBox(string type, string content)
    {
        if (Chance(25) && ConstantOf(content) is { } constant)
        {
            return Call(Signature.Find($"const_as_box<{constant}, 0>", type, constant)!)[0];
        }

        return Call(Signature.Find($"into_box<{content}>", type)!)[0];
    }

    private string? ConstantOf(string type) => HostileConstants.Of(random, type);

    // Whether the function has the builtins by which values of a type are used up.
    private bool CanDispose(TypeFacts facts) => facts.Generic switch
    {
        "U128MulGuarantee" or "BoundedIntGuarantee" => Has("RangeCheck"),
        "U96Guarantee" or "U96LimbsLtGuarantee" => Has("RangeCheck96"),
        "CircuitFailureGuarantee" => Has("RangeCheck96") && Has("MulMod"),
        "Struct" => Array.TrueForAll(facts.Members, member => CanDispose(TypeFacts.Of(member))),
        _ => true,
    };

    /// <summary>Uses up a value that must not be dropped.</summary>
    private void Dispose(Variable variable)
    {
        TypeFacts facts = variable.Facts;
        switch (facts.Generic)
        {
            case "Struct":
                Give(Call(Signature.Find($"struct_deconstruct<{variable.Type}>", variable.Type)!, variable));
                break;
            case "Felt252Dict":
                string squashed = $"SquashedFelt252Dict<{facts.Args[0]}>";
                Give(Call(Signature.Find($"felt252_dict_squash<{facts.Args[0]}>", variable.Type, squashed)!, variable));
                break;
            case "Felt252DictEntry":
                string dict = $"Felt252Dict<{facts.Args[0]}>";
                Give(Call(Signature.Find($"felt252_dict_entry_finalize<{facts.Args[0]}>", variable.Type, dict)!, variable));
                break;
            case "U128MulGuarantee":
                Call(Signature.Find("u128_mul_guarantee_verify")!, variable);
                break;
            case "BoundedIntGuarantee":
                Call(Signature.Find("bounded_int_guarantee_verify<0, 4294967295>")!, variable);
                break;
            case "U96Guarantee":
                Call(Signature.Find("u96_guarantee_verify")!, variable);
                break;
            case "U96LimbsLtGuarantee" when facts.Args[0] == "1":
                Give(Call(Signature.Find("u96_single_limb_less_than_guarantee_verify")!, variable));
                break;
            case "U96LimbsLtGuarantee":
                Signature compare = Signature.Find($"u96_limbs_less_than_guarantee_verify<{facts.Args[0]}>")!;
                Branch(compare, Collect(compare, [variable]), (_, outputs) =>
                {
                    Dispose(outputs[0]);
                    return true;
                });
                break;
            case "CircuitFailureGuarantee":
                Give(Call(Signature.Find("circuit_failure_guarantee_verify")!, variable));
                break;
            default:
                throw new InvalidOperationException($"nothing uses up {variable.Type}");
        }
    }
}
