using System;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>
/// Fills a circuit of the modulo builtins: instances after the first, the padding of the offset tables, and the missing values, by
/// walking additions and multiplications together and solving each operation for its one unknown.
/// </summary>
public static class ModuloFilling
{
    private const int MaxOperations = 100_000;

    /// <summary>Fills both builtins' tables. A count of 0 stands for a builtin that the circuit does not use.</summary>
    /// <exception cref="VmException">Neither builtin is used, a table is too long, or an operation has more than one unknown.</exception>
    public static void Fill(
        VmMemory memory,
        (ModuloBuiltin Builtin, Relocatable Instance, long Count)? addMod,
        (ModuloBuiltin Builtin, Relocatable Instance, long Count)? mulMod)
    {
        Walk? additions = Start(memory, addMod);
        Walk? products = Start(memory, mulMod);
        if (additions is null && products is null)
        {
            throw new VmException(VmErrorKind.ModBuiltin, "fill_memory: at least one of add_mod and mul_mod must be given");
        }

        while (additions is { IsDone: false } || products is { IsDone: false })
        {
            if (additions is { IsDone: false } && additions.TryAdvance(memory))
            {
                continue;
            }

            if (products is not { IsDone: false } || !products.TryAdvance(memory))
            {
                throw new VmException(
                    VmErrorKind.ModBuiltin,
                    $"Could not fill the values table, add_mod_index={additions?.Index ?? 0}, mul_mod_index={products?.Index ?? 0}");
            }
        }
    }

    /// <summary>An offset of the table as a cell count.</summary>
    internal static long Offset(VmMemory memory, Relocatable at) =>
        memory.GetFelt(at).TryToUInt64(out ulong offset) && offset < (ulong)Relocatable.OffsetLimit
            ? (long)offset
            : throw new VmException(VmErrorKind.Felt252ToUsizeConversion, $"the offset at {at} is too large");

    private static Walk? Start(VmMemory memory, (ModuloBuiltin Builtin, Relocatable Instance, long Count)? part)
    {
        if (part is not ({ } builtin, var instance, > 0 and var count))
        {
            return null;
        }

        ModuloInputs inputs = builtin.ReadInputs(memory, instance);
        if (inputs.Count > MaxOperations)
        {
            throw builtin.Fail($"fill_memory exceeded maximum {MaxOperations}");
        }

        builtin.FillInstances(memory, instance, inputs);
        for (long copy = count; copy < inputs.Count; copy++)
        {
            for (int i = 0; i < 3; i++)
            {
                memory.InsertAccessed(inputs.Offsets + ((3 * copy) + i), memory.GetFelt(inputs.Offsets + i));
            }
        }

        return new Walk(builtin, inputs, count);
    }

    private sealed class Walk(ModuloBuiltin builtin, ModuloInputs inputs, long count)
    {
        public long Index { get; private set; }

        public bool IsDone => Index >= count;

        /// <summary>Fills the next operation's unknown; false if more than one is unknown.</summary>
        public bool TryAdvance(VmMemory memory)
        {
            Span<Relocatable> at = stackalloc Relocatable[3];
            BigInteger?[] values = new BigInteger?[3];
            for (int i = 0; i < 3; i++)
            {
                at[i] = inputs.Values + Offset(memory, inputs.Offsets + ((3 * Index) + i));
                values[i] = builtin.ReadNumber(memory, at[i], []);
            }

            switch (values)
            {
                case [{ } a, { } b, null]:
                    builtin.WriteNumber(memory, at[2], builtin.Apply(a, b, inputs.Modulus));
                    break;
                case [{ } a, null, { } c]:
                    builtin.WriteNumber(memory, at[1], builtin.Solve(a, c, inputs.Modulus));
                    break;
                case [null, { } b, { } c]:
                    builtin.WriteNumber(memory, at[0], builtin.Solve(b, c, inputs.Modulus));
                    break;
                case [{ }, { }, { }]:
                    break;
                default:
                    return false;
            }

            Index++;
            return true;
        }
    }
}
