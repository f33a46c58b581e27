using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>What a step may be: something with a value that is at hand, or something new.</summary>
internal sealed partial class FunctionWriter
{
    private const int Attempts = 8;

    private void Step()
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Variable? variable = Chance(65) ? Pick(Scope.Pool.Where(v => !v.IsBuiltin)) : null;
            if (variable is null ? Begin() : Chance(80) ? Use(variable) : Move(variable))
            {
                return;
            }
        }
    }

    // Calls a library function if the function can; a given variable stands for one of its parameters.
    private bool Try(Signature? signature, Variable? given = null)
    {
        if (signature is null || signature.Branches.Length == 0 || !CanCall(signature))
        {
            return false;
        }

        bool takes = given is not null && Array.IndexOf(signature.Parameters, given.Type) >= 0;
        if (takes)
        {
            given = TakeOut(given!);
        }

        if (signature.Branches.Length > 1)
        {
            BranchAtRandom(signature, takes ? [given!] : []);
        }
        else
        {
            Put(Call(signature, takes ? [given!] : []));
        }

        return true;
    }

    private bool TryOne(Variable? given, params ReadOnlySpan<string> libfuncs) =>
        Try(Signature.Find(libfuncs[random.Next(libfuncs.Length)]), given);

    // What every value can be put through.
    private bool Move(Variable variable)
    {
        string type = variable.Type;
        switch (random.Next(11))
        {
            case < 2:
                return !variable.IsLinear && Try(Signature.Find($"into_box<{type}>", $"Box<{type}>"), variable);
            case < 4:
                return !variable.IsLinear && Try(Signature.Find($"snapshot_take<{type}>", type, Shapes.Snapshot(type)), variable);
            case 4:
                return Try(Signature.Find($"rename<{type}>", type), variable);
            case 5:
                return variable.Facts.Flags.Storable && Try(Signature.Find($"store_temp<{type}>", type), variable);
            case 6:
                return !variable.IsLinear && MakesArray(variable);
            case 7:
                return BoxOfLocal(variable);
            case 9 when variable.Facts.Flags.Storable:
                Scope.Pool.Remove(variable);
                Give(Save(variable));
                return true;
            case 8:
                return Track();
            default:
                return variable.IsLinear && UseUp(variable);
        }
    }

    // Tracking is off in functions like this one, so that it can be turned on for a while.
    private bool Track()
    {
        if (shape.IsTracked)
        {
            return false;
        }

        if (Chance(50))
        {
            SaveAll();
            Line(Signature.Find("revoke_ap_tracking")!, [], []);
            return true;
        }

        Line(Signature.Find("enable_ap_tracking")!, [], []);
        if (Pick(Scope.Pool.Where(v => !v.IsBuiltin && v.Facts.Flags.Storable)) is { } variable)
        {
            Scope.Pool.Remove(variable);
            Give(Store(variable));
        }

        Line(Signature.Find("disable_ap_tracking")!, [], []);
        return true;
    }

    private bool UseUp(Variable variable)
    {
        Scope.Pool.Remove(variable);
        Dispose(variable);
        return true;
    }

    private bool MakesArray(Variable variable)
    {
        string array = $"Array<{variable.Type}>";
        return TypeFacts.Find(array) is not null && Try(Signature.Find($"array_append<{variable.Type}>", array), variable);
    }

    private bool BoxOfLocal(Variable variable)
    {
        if (variable.IsLinear || !variable.Facts.Flags.Storable || variable.Facts.Size == 0)
        {
            return false;
        }

        Variable taken = TakeOut(variable);
        Put(Call(Signature.Find($"local_into_box<{variable.Type}>", $"Box<{variable.Type}>")!, Save(taken)));
        return true;
    }

    // Something that begins without a value at hand.
    private bool Begin()
    {
        switch (random.Next(14))
        {
            case < 4:
                string type = palette.Any();
                if (CanMake(type))
                {
                    Put(Make(type));
                    return true;
                }

                return false;
            case 4:
                return Gas();
            case 5:
                return Chance(10)
                    ? TryOne(
                        null, "blake2s_compress", "blake2s_finalize", "blake2s_compress_guarantees", "blake2s_finalize_guarantees",
                        "sha256_state_handle_init", "sha512_state_handle_init")
                    : TryOne(null, "pedersen", "hades_permutation", "bitwise");
            case 6:
                return CallFunction();
            case 7:
                return TryOne(null, "ec_point_from_x_nz", "ec_point_try_new_nz", "ec_state_add_mul", "ec_state_add", "ec_state_init");
            case 8:
                return NewDictionary();
            case 9:
                return Chance(30) && Circuit();
            case 10:
                string range = palette.Integer();
                return Try(Signature.Find($"int_range_try_new<{range}>", $"IntRange<{range}>"));
            case 11:
                return TryOne(
                    null, "try_into_circuit_modulus", "u256_sqrt", "u256_safe_divmod", "u256_guarantee_inv_mod_n",
                    "u512_safe_divmod_by_u256", "u128_guarantee_mul", "u128s_from_felt252", "storage_address_from_base_and_offset");
            case 12 when palette.OfKind("Struct") is { } tuple:
                return SpanOfTuple(tuple);
            default:
                string integer = palette.Integer();
                return Integer(integer, null);
        }
    }

    private bool Gas()
    {
        switch (random.Next(8))
        {
            case 0:
                return Try(Signature.Find("withdraw_gas_all"));
            case 1:
                return Try(Signature.Find("redeposit_gas"));
            case 2:
                return Try(Signature.Find("get_unspent_gas"));
            case 3:
                return Try(Signature.Find("get_available_gas"));
            case 4:
                return Try(Signature.Find("gas_reserve_create"));
            case 5:
                return Try(Signature.Find("get_builtin_costs"));
            default:
                return Try(Signature.Find("withdraw_gas"));
        }
    }

    private bool SpanOfTuple(string tuple)
    {
        TypeFacts facts = TypeFacts.Of(tuple);
        if (facts.Members.Distinct().Count() != 1 || facts.Flags.ZeroSized)
        {
            return false;
        }

        string span = Shapes.Snapshot($"Array<{facts.Members[0]}>");
        string box = Shapes.Snapshot($"Box<{tuple}>");
        string boxed = $"Box<{Shapes.Snapshot(tuple)}>";
        string libfunc = Pick((string[])["span_from_tuple", "tuple_from_span", "array_snapshot_multi_pop_front",
            "array_snapshot_multi_pop_back"])!;
        return Try(Signature.Find($"{libfunc}<{tuple}>", tuple, span, box, boxed));
    }

    private bool NewDictionary()
    {
        string value = Pick((string[])[Shapes.Felt, "u8", "u16", "u32", "u64", "u128", Shapes.Bool, palette.OfKind("Nullable") ?? "u8"])!;
        string dictionary = $"Felt252Dict<{value}>";
        if (TypeFacts.Find(dictionary) is null || !CanMake(dictionary) || Scope.Pool.Count(v => v.IsLinear) > 3)
        {
            return false;
        }

        Give(Make(dictionary));
        for (int access = random.Next(6); access > 0; access--)
        {
            if (Scope.Pool.Find(v => v.Type == dictionary) is { } made)
            {
                Access(made);
            }
        }

        return true;
    }

    private bool Access(Variable dictionary)
    {
        string value = dictionary.Facts.Args[0];
        Scope.Pool.Remove(dictionary);
        Variable[] got = Call(
            Signature.Find($"felt252_dict_entry_get<{value}>", dictionary.Type, $"Felt252DictEntry<{value}>")!, dictionary);
        Give(Store(got[0]));
        Give(Store(got[1]));
        Steps(depth > 3 || Chance(50) ? 0 : 1);
        return Scope.Pool.Find(v => v.Type == $"Felt252DictEntry<{value}>") is not { } entry || Finalize(entry);
    }

    private bool Finalize(Variable entry)
    {
        string value = entry.Facts.Args[0];
        Scope.Pool.Remove(entry);
        Give(Call(
            Signature.Find($"felt252_dict_entry_finalize<{value}>", $"Felt252Dict<{value}>", $"Felt252DictEntry<{value}>")!, entry));
        return true;
    }

    private bool CallFunction()
    {
        FunctionShape? callee = Pick(callees.Where(c => c.Results is not null && c.Builtins.All(Has) && (c.IsTracked || !shape.IsTracked)));
        if (callee is null)
        {
            return false;
        }

        bool prepaid = Chance(20);
        List<Variable> more = [];
        if (prepaid)
        {
            Signature buy = new($"coupon_buy<{callee.Coupon}>", [], [[new Output(callee.Coupon, default, 0)]], false);
            more.AddRange(Line(buy, [], [])[0]);
            if (Chance(25))
            {
                Line(new Signature($"coupon_refund<{callee.Coupon}>", [callee.Coupon], [[]], false), [more[0]], []);
                return true;
            }
        }

        Signature call = prepaid ? callee.CouponCall : callee.Call;
        Put(CallUser(callee, call, callee.IsCounted ? [SmallCount(callee.Parameters[0]), .. more] : [.. more]));
        return true;
    }

    /// <summary>Calls a function of the program; the arguments go to the top of the stack.</summary>
    private Variable[] CallUser(FunctionShape callee, Signature signature, params ReadOnlySpan<Variable> given)
    {
        Variable[] arguments = Collect(signature, given);
        if (!callee.IsTracked)
        {
            int mark = Scope.Held.Count;
            Hold(arguments);
            SaveAll();
            arguments = [.. Scope.Held.Skip(mark)];
            Scope.Held.RemoveRange(mark, Scope.Held.Count - mark);
        }

        int stored = callee.Builtins.Length + callee.Parameters.Length;
        for (int i = 0; i < stored; i++)
        {
            arguments[i] = Store(arguments[i]);
        }

        return KeepBuiltins(Line(signature, arguments, [])[0]);
    }

    private Variable SmallCount(string type) => Call($"{type}_const<{Pick((int[])[0, 1, 2, 3, 7, 20])}>")[0];
}
