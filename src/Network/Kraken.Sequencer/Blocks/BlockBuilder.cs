using System;
using System.Threading;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Limits;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// Executes blocks on top of a parent, committed or not. The same limits hold for a block that is built and one that is checked; time is
/// a limit for the builder only, since it differs from node to node. Safe for several threads, each with a block of its own.
/// </summary>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="compiler">Compiles declared classes.</param>
/// <param name="clock">The clock of the build time.</param>
public sealed class BlockBuilder(ChainRules rules, ClassRegistry classes, ClassCompiler compiler, TimeProvider clock)
{
    /// <summary>Opens and finishes the blocks, those that are drafted too.</summary>
    internal BlockExecution Execution { get; } = new(rules, classes, compiler, clock);

    private BlockBounds Bounds => rules.Limits.Block;

    /// <summary>Builds a block of those candidates that can be executed, until a limit of the block is reached.</summary>
    /// <param name="parent">The block below.</param>
    /// <param name="timestamp">Seconds since 1970-01-01 UTC.</param>
    /// <param name="sequencer">Who builds.</param>
    /// <param name="candidates">Transactions in order.</param>
    /// <param name="cancellation">Nobody wants the block any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PreparedBlock Build(BlockParent parent, ulong timestamp, Felt sequencer, Candidates candidates, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(candidates);
        BlockAssembly assembly = new(Execution, parent, timestamp, sequencer);
        assembly.Extend(candidates, cancellation);
        return assembly.Finish();
    }

    /// <summary>Begins a block that grows by one transaction after another.</summary>
    /// <param name="parent">The block below.</param>
    /// <param name="timestamp">Seconds since 1970-01-01 UTC.</param>
    /// <param name="sequencer">Who builds.</param>
    public GrowingBlock Begin(BlockParent parent, ulong timestamp, Felt sequencer)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return new GrowingBlock(new BlockAssembly(Execution, parent, timestamp, sequencer));
    }

    /// <summary>Executes a proposed block; null when one of its transactions may not enter it, or it passes a limit.</summary>
    /// <param name="parent">The block below.</param>
    /// <param name="proposal">The block.</param>
    /// <param name="bytes">Its encoding.</param>
    /// <param name="isVouchedFor">
    /// A quorum has voted for it: it is executed whatever memory and hashing it takes, where a proposal that takes more than
    /// <see cref="ChainRules.CheckedCells"/> or <see cref="ChainRules.CheckedTrieNodes"/> is refused.
    /// </param>
    /// <param name="refusal">Why it is refused, or null.</param>
    /// <param name="cancellation">Nobody wants the verdict any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PreparedBlock? Execute(
        BlockParent parent,
        ProposedBlock proposal,
        ReadOnlyMemory<byte> bytes,
        bool isVouchedFor,
        out string? refusal,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(proposal);
        return Execute(parent, proposal, bytes, isVouchedFor, begun: null, out refusal, cancellation);
    }

    /// <summary>As the other, from where a block that begins the proposal's stands; that block is of no use afterwards.</summary>
    internal PreparedBlock? Execute(
        BlockParent parent,
        ProposedBlock proposal,
        ReadOnlyMemory<byte> bytes,
        bool isVouchedFor,
        ProposalExecution? begun,
        out string? refusal,
        CancellationToken cancellation)
    {
        refusal = Excess(proposal, bytes.Length);
        if (refusal is not null)
        {
            return null;
        }

        ProposalExecution executed = begun ?? new ProposalExecution(Execution, parent, proposal.Timestamp, proposal.Sequencer);
        return executed.Finish(proposal, bytes, isVouchedFor, out refusal, cancellation);
    }

    // What can be told without executing anything.
    private string? Excess(ProposedBlock proposal, int bytes) =>
        proposal.Transactions.Length + proposal.Messages.Length > Bounds.MaxTransactions
            ? $"expected at most {Bounds.MaxTransactions} transactions, got {proposal.Transactions.Length + proposal.Messages.Length}"
        : bytes > Bounds.MaxBytes ? $"expected at most {Bounds.MaxBytes} bytes, got {bytes}"
        : null;
}
