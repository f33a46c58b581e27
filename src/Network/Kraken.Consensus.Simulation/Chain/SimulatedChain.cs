using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Machine;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation.Chain;

/// <summary>
/// The committed blocks of one node, and the rules by which blocks are built and checked on top of them. Commits are durable.
/// </summary>
/// <param name="committee">Who may build.</param>
/// <param name="maxBlockBytes">The largest block.</param>
internal sealed class SimulatedChain(Committee committee, int maxBlockBytes)
{
    /// <summary>How far a block's time may be ahead of a node's clock, in microseconds.</summary>
    public const long MaxClockLead = 1_000_000;

    private static readonly ValueId Genesis = new((Felt)1);

    private readonly List<CommittedBlock> blocks = [];
    private readonly HashSet<ulong> included = [];

    /// <summary>The last committed block.</summary>
    public CommittedTip Tip =>
        blocks.Count == 0 ? new CommittedTip(0, Genesis) : new CommittedTip(blocks[^1].Block.Height, blocks[^1].Value);

    private Felt State => blocks.Count == 0 ? Felt.Zero : blocks[^1].Block.State;

    private long LastTimestamp => blocks.Count == 0 ? 0 : blocks[^1].Block.Timestamp;

    /// <summary>True when a transaction is in a committed block.</summary>
    public bool Includes(ulong transaction) => included.Contains(transaction);

    /// <summary>A committed block for a peer; null when unknown.</summary>
    public CertifiedBlock? Read(ulong height) =>
        height >= 1 && height <= (ulong)blocks.Count
            ? new CertifiedBlock(blocks[(int)height - 1].Certificate, blocks[(int)height - 1].Bytes)
            : null;

    /// <summary>Builds a block on the tip; null when the parent is another.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="clock">The builder's clock, in microseconds.</param>
    /// <param name="transactions">What goes in.</param>
    public SimulatedBlock? Build(BuildRequest request, ValidatorId builder, long clock, IReadOnlyList<SimulatedTransaction> transactions)
    {
        if (request.Parent != Tip.Value || request.Height != Tip.Height + 1)
        {
            return null;
        }

        SimulatedTransaction[] chosen = [.. transactions.Where(transaction => !included.Contains(transaction.Id))];
        return new SimulatedBlock(
            request.Height, request.Parent, builder, Math.Max(clock, LastTimestamp + 1), SimulatedBlock.StateAfter(State, chosen), chosen);
    }

    /// <summary>Says what is wrong with a block; null when nothing is.</summary>
    public string? Fault(CheckRequest request, long clock)
    {
        if (request.Bytes.Length > maxBlockBytes || SimulatedBlock.Decode(request.Bytes.Span) is not { } block)
        {
            return "it does not decode";
        }

        return block.Value != request.Value ? "its value is another"
            : request.Parent != Tip.Value || block.Parent != Tip.Value || block.Height != Tip.Height + 1 || request.Height != block.Height
                ? "it stands on another block"
            : request.Builder is { } builder && block.Builder != builder ? "its builder is another"
            : committee.Weight(block.Builder) == 0 ? "its builder is a stranger"
            : block.Timestamp <= LastTimestamp ? "its time is not after its parent's"
            : !request.IsVouchedFor && block.Timestamp > clock + MaxClockLead ? "its time is ahead"
            : FaultOfTransactions(block);
    }

    /// <summary>Commits a decided block. Repeating one that succeeded does nothing.</summary>
    public CommitOutcome Commit(OrderedCommit decision, IReadOnlyList<ReadOnlyMemory<byte>> bytes)
    {
        if (decision.Height <= Tip.Height)
        {
            return blocks[(int)decision.Height - 1].Value == decision.Values[^1] ? CommitOutcome.Done : CommitOutcome.Diverged;
        }

        CheckRequest request = new(decision.Height, Tip.Value, decision.Values[^1], null, IsDecided: true, bytes[^1]);
        if (Fault(request, 0) is not null)
        {
            return CommitOutcome.Diverged;
        }

        SimulatedBlock block = SimulatedBlock.Decode(bytes[^1].Span)!;
        blocks.Add(new CommittedBlock(block, decision.Values[^1], decision.Certificate, bytes[^1].ToArray()));
        included.UnionWith(block.Transactions.Select(transaction => transaction.Id));
        return CommitOutcome.Done;
    }

    private string? FaultOfTransactions(SimulatedBlock block)
    {
        HashSet<ulong> seen = [];
        foreach (SimulatedTransaction transaction in block.Transactions)
        {
            if (included.Contains(transaction.Id) || !seen.Add(transaction.Id))
            {
                return "a transaction stands in it again";
            }
        }

        return block.State == SimulatedBlock.StateAfter(State, block.Transactions) ? null : "its state is another";
    }

    private sealed record CommittedBlock(SimulatedBlock Block, ValueId Value, Certificate Certificate, byte[] Bytes);
}
