using System.Linq;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State;

namespace Kraken.Sequencer.Views;

/// <summary>Makes traces of what the executor tells.</summary>
internal static class Traces
{
    /// <summary>The trace of an executed transaction.</summary>
    public static TransactionTrace Of(Transaction transaction, ExecutedOutcome outcome, VersionedConstants constants) => new()
    {
        TransactionHash = transaction.Hash,
        Type = transaction.Type,
        Validate = Of(outcome.Validate, constants),
        Execute = Of(outcome.Execute, constants),
        FeeTransfer = Of(outcome.FeeTransfer, constants),
        RevertReason = outcome.RevertReason,
        StateDiff = StateDiffs.Of(outcome.Changes),
        Gas = outcome.Gas,
    };

    private static FunctionInvocation? Of(CallInfo? call, VersionedConstants constants) => call is null ? null : Convert(call, constants);

    // The depth of calls is bounded by the executor.
    private static FunctionInvocation Convert(CallInfo call, VersionedConstants constants) => new()
    {
        Call = new FunctionCall(call.Request.StorageAddress, call.Request.Selector, [.. call.Request.Calldata]),
        CallerAddress = call.Request.CallerAddress,
        ClassHash = call.ClassHash,
        EntryPointType = call.Request.Kind,
        CallType = call.Request.CallType,
        Result = [.. call.Retdata],
        Calls = [.. call.InnerCalls.Select(inner => Convert(inner, constants))],
        Events = [.. call.Events.Select(happened => new TracedEvent(happened.Order, [.. happened.Keys], [.. happened.Data]))],
        Messages = [.. call.Messages.Select(
            message => new TracedMessage(message.Order, call.Request.StorageAddress, message.ToAddress, [.. message.Payload]))],
        L2Gas = call.L2Gas(constants),
        IsReverted = call.Failed,
    };
}
