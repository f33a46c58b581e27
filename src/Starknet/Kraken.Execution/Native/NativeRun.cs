using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Calls;
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

    // A machine keeps the memory that it has touched.
    private const int MaxIdle = 2;

    [ThreadStatic]
    private static Stack<NativeMachine>? idle;

    /// <summary>Runs an entry point; null when the virtual machine has to.</summary>
    /// <exception cref="EntryPointException">The run stopped.</exception>
    internal static CallInfo? TryRun(CallFrame frame, NativeContract native, int function)
    {
        CallContext context = frame.Context;
        PhaseMark mark = context.Mark();
        NativeMachine machine = Rent();
        context.NativeCalls.Add(machine);
        try
        {
            CallInfo info = Run(frame, machine, native, function);
            Count(frame, machine);
            return info;
        }
        catch (SyscallException failure) when (IsStripped(frame))
        {
            Count(frame, machine);
            throw new EntryPointException(new RunError(null, null, failure.Error));
        }
        catch (Exception reason) when (reason is NativeLimitException or SyscallException or NativeAbandonedException)
        {
            if (context.NativeCalls.Count > 1)
            {
                throw reason as NativeAbandonedException ?? new NativeAbandonedException(reason);
            }

            context.GoBack(mark);
            context.IsNativeOff = true;
            return null;
        }
        finally
        {
            context.NativeCalls.RemoveAt(context.NativeCalls.Count - 1);
            Return(machine);
        }
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
        NativeResult result = machine.Run(
            native.Program, function, frame.Request.Calldata, frame.Request.InitialGas - costs.EntryPointInitialBudget,
            costs.NativePrices, new NativeSyscalls(frame), allowance);
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
    }

    private static NativeMachine Rent() => (idle ??= new Stack<NativeMachine>()).TryPop(out NativeMachine? machine)
        ? machine
        : new NativeMachine();

    private static void Return(NativeMachine machine)
    {
        if (idle!.Count < MaxIdle)
        {
            idle.Push(machine);
        }
        else
        {
            machine.Dispose();
        }
    }
}
