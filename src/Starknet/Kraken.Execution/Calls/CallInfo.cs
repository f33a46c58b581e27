using System.Collections.Generic;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>A call that ran, with the calls that it made: a node of a transaction's trace.</summary>
public sealed class CallInfo
{
    /// <summary>The call as it ran: class resolved, gas as given.</summary>
    public required CallRequest Request { get; init; }

    /// <summary>The class that ran.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>Return data, or the panic data of a failed call.</summary>
    public Felt[] Retdata { get; init; } = [];

    /// <summary>Whether the call panicked or could not start; its effects are undone.</summary>
    public bool Failed { get; init; }

    /// <summary>Sierra gas used, inner calls included; zero where steps are counted.</summary>
    public ulong GasConsumed { get; init; }

    /// <summary>VM resources where steps are counted, inner calls included.</summary>
    public VmResources Resources { get; init; }

    /// <summary>What metered the call.</summary>
    public required TrackedResource Tracked { get; init; }

    /// <summary>Events of this call alone; none when it or a call around it failed.</summary>
    public List<OrderedEvent> Events { get; init; } = [];

    /// <summary>Messages to L1 of this call alone.</summary>
    public List<OrderedMessage> Messages { get; init; } = [];

    /// <summary>The calls that it made, in order.</summary>
    public List<CallInfo> InnerCalls { get; init; } = [];

    /// <summary>
    /// What its system calls were answered, in order; null where nobody asked for it (<see cref="Blocks.BlockContext.RecordsAnswers"/>) or
    /// no code ran.
    /// </summary>
    public IReadOnlyList<SyscallAnswer>? Answers { get; init; }

    /// <summary>This call and all calls below it, parents before children, in the order of execution.</summary>
    public IEnumerable<CallInfo> SelfAndInner()
    {
        Stack<CallInfo> pending = new([this]);
        while (pending.TryPop(out CallInfo? call))
        {
            yield return call;
            for (int i = call.InnerCalls.Count - 1; i >= 0; i--)
            {
                pending.Push(call.InnerCalls[i]);
            }
        }
    }

    /// <summary>The L2 gas of this call and all below it as traces show it: Sierra gas, or the price of the VM resources.</summary>
    public ulong L2Gas(VersionedConstants constants) =>
        GasConsumed + constants.L1GasToL2Gas(constants.VmFees.Heaviest(Resources, 0, L1GasCosts.Ethereum.StepsPerSegmentArenaInstance));

    // A failed call's events and messages never happened. Calls that failed inside it have dropped theirs already.
    internal void DropEffects()
    {
        Events.Clear();
        Messages.Clear();
        foreach (CallInfo inner in InnerCalls)
        {
            if (!inner.Failed)
            {
                inner.DropEffects();
            }
        }
    }
}
