using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.Casm.Classes;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.BlockProof.Binding;

/// <summary>
/// Binds a proof of one call to the block that made it: every felt of its output against transaction, receipt, re-execution and state diff.
/// </summary>
public static class InvokeBinding
{
    /// <summary>Compares the proof's program with the one that the class gives.</summary>
    /// <param name="programHash">The program hash that the proof states.</param>
    /// <param name="classHash">The class of the call, by the block.</param>
    /// <param name="casm">That class, compiled.</param>
    /// <param name="selector">The entry point of the call, by the block.</param>
    /// <param name="constants">The protocol's constants.</param>
    public static IReadOnlyList<BindingMismatch> CheckProgram(
        Felt programHash, Felt classHash, CasmClass casm, Felt selector, VersionedConstants constants) =>
        InvokeProgram.TryBuild(classHash, casm, selector, constants, out string? refusal) is { } program
            ? [.. Same(BindingField.ProgramHash, program.Hash, programHash)]
            : [new BindingMismatch(BindingField.ProgramHash, "a program that can be made of the class", refusal!)];

    /// <summary>Compares a proof's output with the block.</summary>
    /// <param name="output">The output.</param>
    /// <param name="call">The call, from a replay without mismatches.</param>
    /// <param name="decided">The block.</param>
    /// <param name="constants">The protocol's constants.</param>
    public static IReadOnlyList<BindingMismatch> Check(
        InvokeOutput output,
        ReplayedCall call,
        DecidedBlock decided,
        VersionedConstants constants)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(decided);
        ArgumentNullException.ThrowIfNull(constants);
        if (!call.IsOnlyOfContract)
        {
            // Storage and receipt events around the call would not be those around the transaction.
            return
            [
                new BindingMismatch(
                    BindingField.TransactionCalldata, "a transaction that enters the contract once", "several calls of the contract"),
            ];
        }

        return
        [
            .. Call(output, call),
            .. Gas(output, call.Call, constants.Gas),
            .. Events(output, call),
            .. output.Syscalls.SelectMany(syscall => Syscall(syscall, constants.Gas)),
            .. StorageBinding.Check(output, call, decided),
        ];
    }

    internal static IEnumerable<BindingMismatch> Same(BindingField field, Felt expected, Felt got) =>
        expected == got ? [] : [new BindingMismatch(field, expected.ToString(), got.ToString())];

    private static IEnumerable<BindingMismatch> Call(InvokeOutput output, ReplayedCall replayed)
    {
        CallInfo call = replayed.Call;
        IReadOnlyList<SerialisedCall>? signed = SerialisedCall.TryParse(replayed.Transaction.Calldata.AsSpan());
        bool isSigned = signed?.Any(candidate => candidate.Is(replayed.Contract, output.Selector, output.Calldata)) == true;
        bool failed = call.Failed || replayed.Receipt.Status == ExecutionStatus.Reverted;
        return
        [
            .. Same(BindingField.ClassHash, call.ClassHash, output.ClassHash),
            .. Same(BindingField.Selector, call.Request.Selector, output.Selector),
            .. Same(BindingField.Calldata, [.. call.Request.Calldata], output.Calldata),
            .. isSigned
                ? []
                : (IEnumerable<BindingMismatch>)
                    [new(BindingField.TransactionCalldata, "the call among those of the transaction", "no such call")],
            .. failed == output.Panicked
                ? []
                : (IEnumerable<BindingMismatch>)[new(BindingField.Status, Ending(failed), Ending(output.Panicked))],
            .. Same(BindingField.ReturnData, [.. call.Retdata], output.ReturnData),
        ];
    }

    // The protocol takes the entry point's budget off before the first step. Where calls are metered by steps, their gas is in no receipt.
    private static IEnumerable<BindingMismatch> Gas(InvokeOutput output, CallInfo call, GasCosts costs)
    {
        Felt budget = costs.EntryPointInitialBudget;
        Felt used = call.Tracked == TrackedResource.SierraGas ? call.GasConsumed - budget : output.GasUsed;
        return
        [
            .. Same(BindingField.InitialGas, call.Request.InitialGas - budget, output.InitialGas),
            .. Same(BindingField.GasUsed, used, output.GasUsed),
        ];
    }

    private static string Ending(bool panicked) => panicked ? "a panic" : "success";

    private static IEnumerable<BindingMismatch> Events(InvokeOutput output, ReplayedCall replayed)
    {
        string[] proved = [.. output.Syscalls.OfType<ProvedSyscall.EmitEvent>().Select(item => Text(item.Keys, item.Data))];
        string[] executed = [.. replayed.Call.Events.Select(item => Text(item.Keys, item.Data))];
        string[] stated =
            [.. replayed.Receipt.Events.Where(item => item.FromAddress == replayed.Contract).Select(item => Text(item.Keys, item.Data))];
        if (!proved.SequenceEqual(executed))
        {
            yield return new BindingMismatch(BindingField.Events, string.Join("; ", executed), string.Join("; ", proved));
        }

        if (!proved.SequenceEqual(stated))
        {
            yield return new BindingMismatch(BindingField.ReceiptEvents, string.Join("; ", stated), string.Join("; ", proved));
        }
    }

    private static IEnumerable<BindingMismatch> Syscall(ProvedSyscall syscall, GasCosts costs)
    {
        SyscallSelector selector = syscall switch
        {
            ProvedSyscall.StorageRead => SyscallSelector.StorageRead,
            ProvedSyscall.StorageWrite => SyscallSelector.StorageWrite,
            _ => SyscallSelector.EmitEvent,
        };
        Felt domain = syscall switch
        {
            ProvedSyscall.StorageRead read => read.Domain,
            ProvedSyscall.StorageWrite write => write.Domain,
            _ => Felt.Zero,
        };
        Felt due = costs.Of(selector).Of(0) - costs.SyscallBase;
        return
        [
            .. Same(BindingField.SyscallGas, syscall.Gas - due, syscall.GasLeft),
            .. Same(BindingField.SyscallAnswer, Felt.Zero, syscall.Failure),
            .. Same(BindingField.SyscallAnswer, Felt.Zero, domain),
        ];
    }

    private static IEnumerable<BindingMismatch> Same(BindingField field, ImmutableArray<Felt> expected, ImmutableArray<Felt> got) =>
        expected.SequenceEqual(got) ? [] : [new BindingMismatch(field, string.Join(' ', expected), string.Join(' ', got))];

    private static string Text(IEnumerable<Felt> keys, IEnumerable<Felt> data) => $"[{string.Join(' ', keys)}] [{string.Join(' ', data)}]";
}
