using System;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Sequencer.Submission;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// A block that grows by one transaction after another, each judged as it comes, for a chain whose blocks one node makes and nobody votes
/// on. Not safe for several threads.
/// </summary>
public sealed class GrowingBlock
{
    private readonly BlockAssembly assembly;

    internal GrowingBlock(BlockAssembly assembly) => this.assembly = assembly;

    /// <summary>What is known of the header: number, parent, time, sequencer and prices.</summary>
    public BlockHeader Header => assembly.Block.Header;

    /// <summary>How many transactions it has.</summary>
    public int Count => assembly.Block.Run.Count;

    /// <summary>The state after its transactions; it moves on with them.</summary>
    public IStateReader State => assembly.Block.Run.State;

    /// <summary>
    /// The block as it stands, for those who read the chain: without roots and hash, its diff without the aliases of its end.
    /// </summary>
    public PreConfirmedBlock Shown
    {
        get
        {
            ExecutedBlock executed = assembly.Block.Run.SoFar();
            CompiledContract[] declared = [.. assembly.Block.Run.Declared];
            return new PreConfirmedBlock(new(Header, executed.Transactions, executed.Receipts), executed.StateDiff)
            {
                ClassOf = hash => Array.Find(declared, contract => contract.ClassHash == hash)?.Sierra,
            };
        }
    }

    /// <summary>Executes a transaction at the block's end.</summary>
    /// <param name="transaction">The transaction, its derived fields computed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>
    /// Null when it is in the block now; else why not, and the block is as before. <see cref="SubmissionErrorKind.Busy"/> says that this
    /// block has no room for it and another has.
    /// </returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the block is as before.</exception>
    public SubmissionError? Add(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        int before = Count;
        SubmissionError? error = null;
        assembly.Extend(
            new Candidates(
                [transaction],
                (_, rejection) => error = SubmissionErrorOf.Execution(rejection),
                (_, reason) => error = new SubmissionError(
                    SubmissionErrorKind.ValidationFailure, $"the transaction takes too much of this node: {reason}")),
            cancellation);
        assembly.Forgive(transaction.Transaction.Sender);
        return Count > before ? null : error ?? Full;
    }

    /// <summary>Executes a message from L1 at the block's end.</summary>
    /// <param name="message">The message, its hash set.</param>
    /// <param name="paidFee">What its sender paid on L1, in wei; zero is refused unless the handler fails.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>As <see cref="Add"/>.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the block is as before.</exception>
    public SubmissionError? AddMessage(L1HandlerTransaction message, UInt128 paidFee, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            return assembly.Extend(message, paidFee, cancellation) switch
            {
                ExecutedOutcome => null,
                RejectedOutcome rejected => SubmissionErrorOf.Execution(rejected.Rejection),
                NoRoomOutcome { FitsEmptyBlock: false } large => new SubmissionError(
                    SubmissionErrorKind.Unexpected, $"no block has room for it: {large.Excess}"),
                _ => Full,
            };
        }
        catch (ExecutionInterruptedException interrupted)
        {
            cancellation.ThrowIfCancellationRequested();
            return new SubmissionError(
                SubmissionErrorKind.ValidationFailure, $"the message takes too much of this node: {interrupted.Message}");
        }
    }

    /// <summary>Ends the block.</summary>
    public PreparedBlock Finish() => assembly.Finish();

    private static SubmissionError Full => new(SubmissionErrorKind.Busy, "the block is full");
}
