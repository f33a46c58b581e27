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
                AddEvents(phase, events);
                AddMessages(phase, messages);
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
    public static IEnumerable<ContractEvent> EventsOf(CallInfo root)
    {
        ArgumentNullException.ThrowIfNull(root);
        List<ContractEvent> events = [];
        AddEvents(root, events);
        return events;
    }

    private static void AddEvents(CallInfo root, List<ContractEvent> events)
    {
        foreach ((CallInfo call, OrderedEvent item) in InOrder(root, static call => call.Events, static item => item.Order))
        {
            events.Add(new ContractEvent(call.Request.StorageAddress, [.. item.Keys], [.. item.Data]));
        }
    }

    private static void AddMessages(CallInfo root, List<MessageToL1> messages)
    {
        foreach ((CallInfo call, OrderedMessage item) in InOrder(root, static call => call.Messages, static item => item.Order))
        {
            messages.Add(new MessageToL1(call.Request.StorageAddress, item.ToAddress, [.. item.Payload]));
        }
    }

    // In every block for every transaction: most have one or two, in order already.
    private static List<(CallInfo Call, T Item)> InOrder<T>(CallInfo root, Func<CallInfo, List<T>> itemsOf, Func<T, int> orderOf)
    {
        List<(CallInfo Call, T Item)> found = [];
        Collect(root, itemsOf, found);
        for (int i = 1; i < found.Count; i++)
        {
            if (orderOf(found[i - 1].Item) > orderOf(found[i].Item))
            {
                return [.. found.OrderBy(entry => orderOf(entry.Item))];
            }
        }

        return found;
    }

    private static void Collect<T>(CallInfo call, Func<CallInfo, List<T>> itemsOf, List<(CallInfo Call, T Item)> found)
    {
        foreach (T item in itemsOf(call))
        {
            found.Add((call, item));
        }

        foreach (CallInfo inner in call.InnerCalls)
        {
            Collect(inner, itemsOf, found);
        }
    }
}
