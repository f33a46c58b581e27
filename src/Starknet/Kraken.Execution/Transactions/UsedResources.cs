using System;
using System.Collections.Generic;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Fees;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>Sums what the calls and the state changes of a transaction use.</summary>
internal static class UsedResources
{
    /// <summary>Adds the calls' events, messages, VM resources and Sierra gas to <paramref name="known"/>.</summary>
    internal static TransactionResources Of(ReadOnlySpan<CallInfo?> calls, TransactionResources known)
    {
        VmResources vm = known.Vm;
        ulong gas = known.SierraGas;
        ulong events = 0;
        ulong keys = 0;
        ulong data = 0;
        List<int> messages = [];
        foreach (CallInfo? root in calls)
        {
            if (root is null)
            {
                continue;
            }

            vm += root.Resources;
            gas += root.GasConsumed;
            foreach (CallInfo call in root.SelfAndInner())
            {
                events += (ulong)call.Events.Count;
                foreach (OrderedEvent emitted in call.Events)
                {
                    keys += (ulong)emitted.Keys.Length;
                    data += (ulong)emitted.Data.Length;
                }

                call.Messages.ForEach(message => messages.Add(message.Payload.Length));
            }
        }

        return known with { Vm = vm, SierraGas = gas, Events = events, EventKeys = keys, EventData = data, MessagesToL1 = messages };
    }

    /// <summary>
    /// Counts state changes for the fee. The fee transfer that follows changes the sender's balance, which is counted beforehand; the
    /// sequencer's balance and the fee token itself change in every transaction of the block and are not.
    /// </summary>
    /// <param name="changes">The changes of the transaction.</param>
    /// <param name="feeToken">The token that the fee is paid in.</param>
    /// <param name="sender">Who pays; null where nobody does.</param>
    internal static StateChangeCount Count(List<StateChange> changes, in Felt feeToken, Felt? sender)
    {
        HashSet<Felt> contracts = [];
        Felt? balanceKey = sender is { } payer ? FeeToken.BalanceKey(payer) : null;
        int storage = 0;
        int classes = 0;
        int compiled = 0;
        int allocated = 0;
        bool balanceCounted = sender is null;
        foreach (StateChange change in changes)
        {
            switch (change.Kind)
            {
                case CellKind.Storage:
                    storage++;
                    allocated += change.Before.IsZero ? 1 : 0;
                    balanceCounted |= change.Owner == feeToken && change.Key == balanceKey;
                    break;
                case CellKind.ClassHash:
                    classes++;
                    break;
                case CellKind.CompiledClass:
                    compiled++;
                    continue;
                default:
                    break;
            }

            contracts.Add(change.Owner);
        }

        contracts.Remove(feeToken);
        return new(storage + (balanceCounted ? 0 : 1), classes, compiled, contracts.Count, allocated);
    }
}
