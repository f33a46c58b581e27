using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Calls;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Transactions;

/// <summary>Builds receipts.</summary>
public static class Receipts
{
    /// <summary>
    /// The receipt of an executed transaction: events and messages of validation, execution and fee transfer in this order (a new
    /// account's constructor comes before its validation), each by its order within the phase. A message from L1 paid nothing here, in wei.
    /// </summary>
    public static TransactionReceipt Of(Transaction transaction, ExecutedOutcome outcome)
    {
        L1HandlerTransaction? message = transaction as L1HandlerTransaction;
        bool constructorFirst = transaction.Type == TransactionType.DeployAccount;
        CallInfo?[] phases = constructorFirst
            ? [outcome.Execute, outcome.Validate, outcome.FeeTransfer]
            : [outcome.Validate, outcome.Execute, outcome.FeeTransfer];
        List<ContractEvent> events = [];
        List<MessageToL1> messages = [];
        foreach (CallInfo? phase in phases)
        {
            if (phase is not null)
            {
                events.AddRange(EventsOf(phase));
                messages.AddRange(MessagesOf(phase));
            }
        }

        // Where no fee is charged nobody pays what the run would cost.
        UInt128 paid = outcome.FeeTransfer is null ? 0 : outcome.Fee;
        return new()
        {
            TransactionHash = transaction.Hash,
            Type = transaction.Type,
            ActualFee = new(paid, message is null ? FeeUnit.Fri : FeeUnit.Wei),
            RevertReason = outcome.RevertReason,
            Gas = new(outcome.Gas.L1Gas, outcome.Gas.L1DataGas, outcome.Gas.L2Gas),
            Events = [.. events],
            Messages = [.. messages],
            ContractAddress = (transaction as DeployAccountTransaction)?.ContractAddress,
            MessageHash = message is null ? [] : L1MessageHash.Compute(message),
        };
    }

    /// <summary>The events of a call and all below it, in the order of emission.</summary>
    public static IEnumerable<ContractEvent> EventsOf(CallInfo root) => InOrder(
        root,
        call => call.Events,
        (call, item) => (item.Order, new ContractEvent(call.Request.StorageAddress, [.. item.Keys], [.. item.Data])));

    /// <summary>The messages of a call and all below it, in the order of sending.</summary>
    public static IEnumerable<MessageToL1> MessagesOf(CallInfo root) => InOrder(
        root,
        call => call.Messages,
        (call, item) => (item.Order, new MessageToL1(call.Request.StorageAddress, item.ToAddress, [.. item.Payload])));

    private static IEnumerable<TShown> InOrder<TItem, TShown>(
        CallInfo root, Func<CallInfo, IReadOnlyList<TItem>> itemsOf, Func<CallInfo, TItem, (int Order, TShown Shown)> show)
    {
        List<(int Order, TShown Shown)> found = [];
        foreach (CallInfo call in root.SelfAndInner())
        {
            foreach (TItem item in itemsOf(call))
            {
                found.Add(show(call, item));
            }
        }

        return found.OrderBy(item => item.Order).Select(item => item.Shown);
    }
}
