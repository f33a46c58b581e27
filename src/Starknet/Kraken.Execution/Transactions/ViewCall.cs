using Kraken.Casm.Classes;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Execution.Limits;
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
    /// <param name="contract">The contract.</param>
    /// <param name="selector">The entry point's selector.</param>
    /// <param name="calldata">The calldata.</param>
    /// <param name="gas">Sierra gas at most; null for what the protocol gives a call outside of transactions.</param>
    /// <param name="budget">What the call may take beside gas; null for anything.</param>
    /// <exception cref="ExecutionInterruptedException">The budget is spent.</exception>
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
        if (state.ClassHashAt(contract).IsZero)
        {
            return new(ViewStatus.ContractNotFound, [], $"Requested contract address {FrameText.Hex(contract)} is not deployed.");
        }

        ulong remaining = gas ?? block.Constants.Gas.DefaultInitial;
        TransactionInfo none = new() { IsCurrent = false };
        CallContext context = new(
            block, none, new JournaledState(state), classes, ExecutionMode.Execute, limitSteps: false, remaining, new UsageMeter(), budget);
        CallRequest call = new()
        {
            Kind = EntryPointType.External,
            Selector = selector,
            Calldata = calldata,
            StorageAddress = contract,
            CallerAddress = default,
            InitialGas = remaining,
        };
        try
        {
            CallInfo info = EntryPointCaller.Execute(context, call, null, ref remaining);
            return info.Failed ? Failure(context, info) : new(ViewStatus.Success, info.Retdata, null);
        }
        catch (EntryPointException exception)
        {
            ErrorText text = new(string.Empty);
            text.Add(FrameText.Entry(0, "Error in the called contract", contract, state.ClassHashAt(contract), selector));
            exception.Error.AddTo(text, 1);
            return new(ViewStatus.Failed, [], text.ToString());
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
