using System;
using System.Collections.Generic;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>What the compiler to CASM asks of the places of arguments, and where it puts outputs.</summary>
internal static class Placement
{
    // What takes values wherever they are.
    private static readonly HashSet<string> Lenient =
    [
        "store_temp", "store_local", "rename", "drop", "dup", "snapshot_take", "struct_construct", "struct_deconstruct",
        "struct_snapshot_deconstruct", "enum_init", "unwrap_non_zero", "upcast", "nullable_from_box", "bool_to_felt252",
        "bytes31_to_felt252", "class_hash_to_felt252", "contract_address_to_felt252", "storage_address_to_felt252",
    ];

    /// <summary>Where an output is.</summary>
    internal static Place Of(Signature signature, Output output, Variable[] arguments)
    {
        string name = signature.Generic;
        if (output.Origin == VariableOrigin.NewTemporary)
        {
            return Place.Stack;
        }

        if (output.Origin == VariableOrigin.SameAsParameter)
        {
            return arguments[output.Index].Place;
        }

        if (name is "struct_deconstruct" or "struct_snapshot_deconstruct" or "enum_match" or "enum_snapshot_match")
        {
            return arguments[0].Place;
        }

        bool isOperation = name.StartsWith("felt252_", StringComparison.Ordinal) && name != "felt252_const";
        if (name == "const_as_immediate" || (name.EndsWith("_const", StringComparison.Ordinal) && !isOperation))
        {
            return Place.Constant;
        }

        // The place of a builtin's next use may be a cell and an offset; those that are no such place are the last two.
        bool isBuffer = Array.IndexOf(Shapes.Builtins, output.Type) >= 0 && output.Type is not ("SegmentArena" or "GasBuiltin");
        return isBuffer ? Place.Stack : Place.Term;
    }

    /// <summary>Whether a variable goes to the stack before it is an argument: where it has to, and sometimes without need.</summary>
    internal static bool MustStore(Random random, Signature signature, int argument, Variable variable)
    {
        if (signature.Generic == "circuit_failure_guarantee_verify")
        {
            return true;
        }

        if (variable.Place is Place.Stack or Place.Frame || variable.Facts.Size == 0 || !variable.Facts.Flags.Storable)
        {
            return false;
        }

        string name = signature.Generic;
        if (Lenient.Contains(name))
        {
            return name != "store_temp" && random.Next(100) < 10;
        }

        int immediate = name switch
        {
            "felt252_add" or "felt252_sub" or "felt252_mul" or "felt252_div" => 1,
            "bounded_int_add" or "bounded_int_sub" or "bounded_int_mul" => 1,
            "m31_add" or "m31_sub" or "m31_mul" or "qm31_add" or "qm31_sub" or "qm31_mul" => 1,
            _ when name.EndsWith("_eq", StringComparison.Ordinal) => 1,
            _ => -1,
        };
        return variable.Place == Place.Term || immediate != argument || random.Next(100) < 40;
    }
}
