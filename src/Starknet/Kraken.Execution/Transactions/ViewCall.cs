using Kraken.Casm.Classes;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>Calls entry points outside of any transaction, on a state whose changes are thrown away.</summary>
public static class ViewCall
{
    /// <summary>Calls an external entry point of a contract.</summary>
    /// <param name="block">The block that the call sees.</param>
    /// <param name="state">The state to read.</param>
    /// <param name="classes">Runnable classes.</param>
    /// <param name="selector">The entry point's selector.</param>
    /// <param name="gas">Sierra gas at most; null for what the protocol gives a call outside of transactions.</param>
    /// <param name="budget">What the call may take beside gas; null for anything.</param>
    /// <exception cref="ExecutionInterruptedException">The budget is spent.</exception>
    /// <exception cref="EngineDifferenceException">It runs on both engines, which differ.</exception>
    public static ViewResult Execute(
        BlockContext block,
        IStateReader state,
        IClassSource classes,
        in Felt contract,
        in Felt selector,
        Felt[] calldata,
        ulong? gas = null,
        ExecutionBudget? budget = null)
    {
        budget?.Check();
        Felt classHash = state.ClassHashAt(contract);
        if (classHash.IsZero)
        {
            return new(ViewStatus.ContractNotFound, [], $"Requested contract address {FrameText.Hex(contract)} is not deployed.");
        }

        ulong remaining = gas ?? block.Constants.Gas.DefaultInitial;
        CallRequest call = new()
        {
            Kind = EntryPointType.External,
            Selector = selector,
            Calldata = calldata,
            StorageAddress = contract,
            CallerAddress = default,
            InitialGas = remaining,
        };
        ViewResult native = Run(NewContext(block, state, classes, remaining, budget), call, classHash);
        if (classes.Natives is not { Compares: true } natives)
        {
            return native;
        }

        CallContext onMachine = NewContext(block, state, classes, remaining, budget);
        onMachine.IsNativeOff = true;
        ViewResult machine = Run(onMachine, call, classHash);
        if (OutcomeDifference.Find(machine, native) is { } difference)
        {
            natives.Refuse($"call of {selector} of {contract}: {difference}");
        }

        return machine;
    }

    private static CallContext NewContext(
        BlockContext block, IStateReader state, IClassSource classes, ulong gas, ExecutionBudget? budget) => new(
        block, new TransactionInfo { IsCurrent = false }, new JournaledState(state), classes, ExecutionMode.Execute, limitSteps: false, gas,
        new UsageMeter(), budget);

    private static ViewResult Run(CallContext context, CallRequest call, in Felt classHash)
    {
        ulong remaining = call.InitialGas;
        try
        {
            CallInfo info = EntryPointCaller.Execute(context, call, null, ref remaining);
            return info.Failed ? Failure(context, info) : new(ViewStatus.Success, info.Retdata, null);
        }
        catch (EntryPointException exception)
        {
            string reason = ErrorText.Of(
                string.Empty, "Error in the called contract", call.StorageAddress, classHash, call.Selector, exception.Error);
            return new(ViewStatus.Failed, [], reason);
        }
    }

    private static ViewResult Failure(CallContext context, CallInfo info)
    {
        bool notFound = info.Retdata.Length == 1
            && info.Retdata[0] == context.Constants.Failures.EntryPointNotFound
            && info.InnerCalls.Count == 0;
        string reason = PanicTrace.Of(info, PanicTrace.ExecutionHeader, context.Constants.Failures.EntryPointFailed).ToString();
        return new(notFound ? ViewStatus.EntryPointNotFound : ViewStatus.Failed, info.Retdata, reason);
    }
}
