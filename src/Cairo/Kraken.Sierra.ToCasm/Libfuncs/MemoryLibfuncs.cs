using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Sierra.ToCasm.References;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for storing, copying and dropping.</summary>
internal static class MemoryLibfuncs
{
    // Without code: their outputs are their arguments.
    private static readonly string[] Identities =
    [
        "rename", "unwrap_non_zero", "upcast", "bool_to_felt252", "bytes31_to_felt252", "box_forward_snapshot", "nullable_from_box",
        "nullable_forward_snapshot", "squashed_felt252_dict_entries", "bounded_int_wrap_non_zero", "qm31_from_m31",
        "into_u96_guarantee", "class_hash_to_felt252", "contract_address_to_felt252", "storage_address_to_felt252",
        "storage_address_from_base", "sha256_state_handle_init", "sha256_state_handle_digest", "sha512_state_handle_init",
        "sha512_state_handle_digest",
    ];

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("store_temp", StoreTemp), new("store_local", StoreLocal), new("alloc_local", AllocLocal),
        new("finalize_locals", FinalizeLocals), new("dup", Twice), new("snapshot_take", Twice), new("get_available_gas", Twice),
        .. Identities.Select(id => new LibfuncEmitter(id, static c => c.Identity())),
    ];

    public static Emission StoreTemp(InvocationContext context)
    {
        CellExpression[] source = context.Cells(0);
        List<CasmInstruction> instructions = Store(context, source, Enumerable.Repeat(CellRef.Ap(0), source.Length));
        CellExpression[] result = [.. Enumerable.Range(0, source.Length).Select(i => CellExpression.Deref(CellRef.Ap(i - source.Length)))];
        return new Emission(instructions, [], [[result]]);
    }

    public static Emission StoreLocal(InvocationContext context)
    {
        CellExpression[] destination = context.Cells(0);
        CellExpression[] source = context.Cells(1);
        if (destination.Length != source.Length || destination.Any(d => d.Kind != CellExpressionKind.Deref))
        {
            throw context.BadArgument(0);
        }

        return new Emission(Store(context, source, destination.Select(d => d.Cell)), [], [[destination]]);
    }

    public static Emission AllocLocal(InvocationContext context)
    {
        int size = context.SizeOfArg(0);
        (int slot, FrameState next) = context.Environment.Frame.Allocate(context.Environment.Tracking, size) ?? throw BadFrame(context);
        if (slot + size > short.MaxValue)
        {
            throw BadFrame(context);
        }

        context.Environment = context.Environment with { Frame = next };
        return InvocationContext.OnlyReferences([.. Enumerable.Range(0, size).Select(i => CellExpression.Deref(CellRef.Fp(slot + i)))]);
    }

    public static Emission FinalizeLocals(InvocationContext context)
    {
        FrameState frame = context.Environment.Frame.FinalizeLocals(context.Environment.Tracking) ?? throw BadFrame(context);
        context.Environment = context.Environment with { Frame = frame };
        return new Emission([CasmInstruction.AddAp(frame.Allocated)], [], [[]]);
    }

    public static Emission Twice(InvocationContext context) => InvocationContext.OnlyReferences(context.Cells(0), context.Cells(0));

    private static List<CasmInstruction> Store(InvocationContext context, CellExpression[] source, IEnumerable<CellRef> destination)
    {
        List<CasmInstruction> instructions = [];
        int moved = 0;
        foreach ((CellExpression cell, CellRef place) in source.Zip(destination))
        {
            CellExpression value = cell.AfterApChange(moved) ?? throw context.BadArgument(0);
            CasmInstruction instruction = CasmInstruction.AssertEq(place, value);
            if (place.Register == Register.AP)
            {
                moved++;
                instruction.IncrementsAp = true;
            }

            instructions.Add(instruction);
        }

        return instructions;
    }

    private static SierraException BadFrame(InvocationContext context) => new(
        SierraErrorKind.Compilation, context.Libfunc.GenericId, context.Index,
        "locals allocated in a row with ap standing still", $"{context.Environment.Frame}");
}
