using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>
/// Runs an entry point as machine code, with the virtual machine's results. What it may not take (stack, memory) or does not know (the
/// place of an error) ends the outermost native call of the phase, whose effects are taken back, and the virtual machine runs all of it.
/// </summary>
internal static class NativeRun
{
    // All native calls of a phase together: what takes more goes to the virtual machine.
    private const long StackBytes = 2 << 20;
    private const long MemoryBytes = 64 << 20;

    // Of the cells that a run of the virtual machine fills, its memory accounts for so many: segments grow by factors, and what they
    // outgrew stays.
    private const long CellsPerFilledCell = 6;

    /// <summary>Runs an entry point; null when the virtual machine has to.</summary>
    /// <exception cref="EntryPointException">The run stopped.</exception>
    internal static CallInfo? TryRun(CallFrame frame, RunnableClass runnable, NativeContract native, int function)
    {
        CallContext context = frame.Context;
        bool isOutermost = context.NativeCalls.Count == 0;
        PhaseMark mark = context.Mark();
        context.NativeCellsPerStep = isOutermost ? runnable.CellsPerStep : Math.Max(context.NativeCellsPerStep, runnable.CellsPerStep);
        if (isOutermost)
        {
            context.NativeSpending.Clear();
            ExpectSignature(context);
        }

        NativeMachine machine = NativeMachines.Rent();
        context.NativeCalls.Add(machine);
        if (context.Budget is not null)
        {
            NativeWatch.Begin(machine);
        }

        try
        {
            CallInfo info = Run(frame, machine, native, function);
            Count(frame, machine);
            return isOutermost && !FitsMachine(context, info.GasConsumed) ? GiveUp(context, mark) : info;
        }
        catch (SyscallException failure) when (IsStripped(frame))
        {
            Count(frame, machine);
            if (isOutermost && !FitsMachine(context, frame.Request.InitialGas))
            {
                return GiveUp(context, mark);
            }

            throw new EntryPointException(new RunError(null, null, failure.Error));
        }
        catch (Exception reason) when (reason is NativeLimitException or SyscallException or NativeAbandonedException)
        {
            return isOutermost
                ? GiveUp(context, mark)
                : throw reason as NativeAbandonedException ?? new NativeAbandonedException(reason);
        }
        finally
        {
            NativeWatch.End(machine);
            context.NativeCalls.RemoveAt(context.NativeCalls.Count - 1);
            NativeMachines.Return(machine);
        }
    }

    // Accounts validate a transaction by a signature of its hash, which stands last in what they are given as signature.
    private static void ExpectSignature(CallContext context)
    {
        if (context.Mode == ExecutionMode.Validate && context.Transaction.Signature is [.., var r, var s])
        {
            NativeMachine.ExpectSignature(context.Transaction.Hash, new(r, s));
        }
    }

    private static CallInfo? GiveUp(CallContext context, in PhaseMark mark)
    {
        context.GoBack(mark);
        context.IsNativeOff = true;
        return null;
    }

    // Nodes that run the virtual machine refuse blocks that take more than their memory: what they might refuse is run on it here too.
    private static bool FitsMachine(CallContext context, ulong gas)
    {
        if (context.Budget is not { MustFitMachine: true } budget)
        {
            return true;
        }

        NativeSpending others = context.NativeSpending;
        UInt128 steps = (gas - Math.Min(gas, others.Gas)) / context.Constants.Gas.Step;
        UInt128 filled = (steps * (ulong)context.NativeCellsPerStep) + (ulong)context.Passed.Passed + (ulong)others.Cells;
        return filled * CellsPerFilledCell <= (ulong)budget.RemainingCells;
    }

    private static bool IsStripped(CallFrame frame) =>
        frame.Tracked == TrackedResource.SierraGas && frame.Context.Constants.Flags.StripVmFrames;

    private static CallInfo Run(CallFrame frame, NativeMachine machine, NativeContract native, int function)
    {
        GasCosts costs = frame.Context.Constants.Gas;
        List<NativeMachine> running = frame.Context.NativeCalls;
        NativeAllowance allowance = new(
            MemoryBytes - running.Sum(other => other.UsedBytes),
            StackBytes - (running.Count > 1 ? running[0].StackBelow : 0));
        using NativeSyscalls syscalls = new(frame);
        NativeResult result = machine.Run(
            native.Program, function, frame.Request.Calldata, frame.Request.InitialGas - costs.EntryPointInitialBudget,
            costs.NativePrices, syscalls, allowance);
        if (!frame.Context.Passed.TryAdd(result.Data.Length))
        {
            throw new EntryPointException(new PlainError(PassedFelts.Excess));
        }

        VmResources total = default;
        frame.InnerCalls.ForEach(inner => total += inner.Resources);
        return new CallInfo
        {
            Request = frame.Request,
            ClassHash = frame.ClassHash,
            Tracked = frame.Tracked,
            Failed = result.Panicked,
            Retdata = result.Data,
            GasConsumed = frame.Request.InitialGas - result.Gas,
            Resources = total,
            Events = frame.Events,
            Messages = frame.Messages,
            InnerCalls = frame.InnerCalls,
        };
    }

    private static void Count(CallFrame frame, NativeMachine machine)
    {
        NativeUsage usage = machine.Usage;
        VmResources used = default;
        used.Builtins = frame.SyscallResources().Builtins;
        used.Builtins[PricedBuiltin.RangeCheck] += usage.RangeChecks;
        used.Builtins[PricedBuiltin.RangeCheck96] += usage.RangeChecks96;
        used.Builtins[PricedBuiltin.Pedersen] += usage.Pedersens;
        used.Builtins[PricedBuiltin.Poseidon] += usage.Poseidons;
        used.Builtins[PricedBuiltin.Bitwise] += usage.Bitwises;
        used.Builtins[PricedBuiltin.EcOp] += usage.EcOps;
        used.Builtins[PricedBuiltin.AddMod] += usage.AddMods;
        used.Builtins[PricedBuiltin.MulMod] += usage.MulMods;
        used.Builtins[PricedBuiltin.Blake] += usage.Blakes;
        frame.Context.Meter.Add(frame.Tracked, used);
        frame.Context.NativeSpending.Add(usage, frame.Context.Constants.Gas);
    }
}
