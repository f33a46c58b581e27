using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Drafting;
using Kraken.Sequencer.Messages;
using Kraken.Sequencer.Metrics;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Microsoft.Extensions.Logging;

namespace Kraken.Sequencer;

/// <summary>The chain as consensus sees it: builds blocks from the pool, executes foreign ones, appends what is decided.</summary>
/// <param name="store">The committed chain, genesis included.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="blocks">Executes blocks.</param>
/// <param name="pool">Waiting transactions.</param>
/// <param name="transactions">Decodes transactions.</param>
/// <param name="algorithm">The algorithm whose certificates are stored with the blocks.</param>
/// <param name="self">This validator's address.</param>
/// <param name="logger">Receives what becomes of transactions.</param>
public sealed class ChainApplication(
    ChainStore store,
    ChainRules rules,
    BlockBuilder blocks,
    TransactionPool pool,
    TransactionDecoder transactions,
    IConsensusAlgorithm algorithm,
    Felt self,
    TimeProvider clock,
    ILogger logger) : IConsensusApplication
{
    private const int LastFullRound = 3;

    private readonly PreparedBlocks prepared = new(store, new PreparedLimits());
    private readonly BlockRhythm rhythm = new(rules.BlockInterval, rules.EmptyBlockInterval, clock);
    private BlockMessages messages = new(store, l1: null, logger);
    private PreparedBlock? proposal;
    private long? committedAt;

    /// <inheritdoc/>
    public CommittedTip Committed
    {
        get
        {
            BlockHeader tip = Tip;
            return new CommittedTip(tip.Number, new ValueId(tip.Hash));
        }
    }

    /// <summary>The block on the committed tip that was built or found valid last; null when there is none. Read from any thread.</summary>
    public PreparedBlock? Proposal => Volatile.Read(ref proposal);

    /// <summary>Executes the next block before it is asked for; null where nothing does.</summary>
    public Drafts? Drafts { get; init; }

    /// <summary>
    /// The L1 whose messages blocks consume; null where this node watches none, and votes for no block that consumes one.
    /// </summary>
    public IL1Messages? L1
    {
        get;
        init
        {
            field = value;
            messages = new(store, value, logger);
        }
    }

    private BlockHeader Tip => store.Header(store.LatestNumber ?? throw new InvalidOperationException("the chain has no genesis block"))!;

    /// <inheritdoc/>
    public Task WaitUntilAllowedAsync(ulong height, CancellationToken cancellation) =>
        rhythm.WaitUntilAllowedAsync(pool.WaitForAsync, cancellation);

    /// <inheritdoc/>
    public Task WaitUntilDueAsync(ulong height, CancellationToken cancellation) =>
        rhythm.WaitUntilDueAsync(pool.WaitForAsync, cancellation);

    /// <inheritdoc/>
    public BuiltBlock Build(BuildRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        rhythm.Begin(request.Height);
        BlockParent parent = ParentOf(request.Parent, request.Height, out string? problem)
            ?? throw new InvalidOperationException($"block {request.Height} cannot be built: {problem}");
        using IDisposable? pause = Drafts?.Pause();
        PreparedBlock block = Drafted(request, cancellation) ?? Built(request, parent, cancellation);
        Show(block);
        ValueId value = prepared.Add(block);
        DraftOn(value);
        return new BuiltBlock(value, block.Bytes);
    }

    /// <inheritdoc/>
    public string? Check(CheckRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        rhythm.Begin(request.Height);

        // Only a success is remembered: the value that came with other bytes is a claim, and the honest block may still come.
        return prepared.Find(request.Value) is { } known ? Known(request, known, cancellation) : Execute(request, cancellation);
    }

    /// <inheritdoc/>
    public void Commit(OrderedCommit decision, IReadOnlyList<ReadOnlyMemory<byte>> blocks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(blocks);
        if (decision.Values.Count != blocks.Count)
        {
            throw new ArgumentException($"expected the bytes of {decision.Values.Count} blocks, got {blocks.Count}", nameof(blocks));
        }

        ulong height = decision.Height - (ulong)decision.Values.Count;
        for (int i = 0; i < blocks.Count; i++)
        {
            height++;
            CommitOne(height, decision.Values[i], blocks[i], decision.Certificate, cancellation);
        }
    }

    /// <inheritdoc/>
    public CertifiedBlock? ReadCommitted(ulong height)
    {
        if (height == 0
            || store.Certificate(height) is not { } bytes
            || store.Block(height) is not { } block
            || CertificateCodec.Decode(bytes, algorithm) is not { } certificate)
        {
            return null;
        }

        ImmutableArray<SubmittedTransaction> content =
        [
            .. block.Transactions.OfType<AccountTransaction>().Select(transaction =>
                new SubmittedTransaction(transaction, transaction is DeclareTransaction declare ? store.Sierra(declare.ClassHash) : null)),
        ];
        ProposedBlock proposed = new(height, block.Header.Timestamp, block.Header.SequencerAddress, content)
        {
            Messages = [.. block.Transactions.OfType<L1HandlerTransaction>()],
        };
        return new CertifiedBlock(certificate, proposed.Encode());
    }

    // Rounds that decide nothing may do so for what their blocks hold, which peers refuse or are too slow for: from the fourth on each
    // block has a quarter of the transactions that the one before it may have, and at last none.
    private int MostIn(int round) => rules.Limits.Block.MaxTransactions >> (2 * Math.Clamp(round - LastFullRound, 0, 15));

    // Of two such rounds one is for one half of the accounts and the next for the other, the next two part them otherwise: what one
    // account sent is in no more than every other block, though nobody sent anything before it.
    private static bool IsOpenTo(int round, in Felt account)
    {
        int late = round - LastFullRound - 1;
        account.ToCanonicalLimbs(out ulong low, out _, out _, out _);
        return late < 0 || ((low >> (late / 2)) & 1) == (ulong)(late & 1);
    }

    private PreparedBlock Built(BuildRequest request, BlockParent parent, CancellationToken cancellation)
    {
        ulong timestamp = Math.Max((ulong)clock.GetUtcNow().ToUnixTimeSeconds(), parent.Header.Timestamp);
        UInt128 price = rules.PricesAfter(parent.Header, parent.GasUsed).L2Gas.InFri;
        Candidates candidates = request.Minimal ? Candidates.None : Waiting(prepared.Below(request.Parent), request.Round, price);
        BlockAssembly assembly = new(blocks.Execution, parent, timestamp, self);
        assembly.Extend(candidates, cancellation);
        return WithMessages(assembly, request, cancellation);
    }

    // The draft, and what can be executed since.
    private PreparedBlock? Drafted(BuildRequest request, CancellationToken cancellation)
    {
        if (request.Minimal || request.Round > 0 || Drafts?.TakeOwn(request.Parent) is not { } draft)
        {
            return null;
        }

        Candidates waiting = Waiting(draft.Taken, request.Round, draft.Assembly.Block.Header.GasPrices.L2Gas.InFri);
        draft.Tell(waiting);
        draft.Assembly.Extend(waiting, cancellation);
        return WithMessages(draft.Assembly, request, cancellation);
    }

    private PreparedBlock WithMessages(BlockAssembly assembly, BuildRequest request, CancellationToken cancellation)
    {
        if (!request.Minimal)
        {
            assembly.Extend(messages.Offer(request.Round, prepared.Below(request.Parent)), messages.Refused, cancellation);
        }

        return assembly.Finish();
    }

    // The next block may be drafted on one that was built or found valid.
    private void DraftOn(ValueId value)
    {
        if (Drafts is { } drafts && prepared.Parent(value) is { } parent)
        {
            drafts.BeginOn(value, parent, prepared.Below(value));
        }
    }

    private Candidates Waiting(UncommittedContent below, int round, UInt128 price) =>
        new(
            pool.Executable(rules.Limits.Block.MaxTransactions, below.Transactions, below.Nonces, price)
                .Where(transaction => IsOpenTo(round, transaction.Transaction.Sender)).Take(MostIn(round)),
            (refused, rejection) =>
            {
                logger.LogInformation("transaction {Hash} leaves the pool: {Reason}", refused.Transaction.Hash, rejection.Message);
                pool.Reject(refused.Transaction.Hash, rejection.Message, RanInVain(rejection.Kind));
            },
            (slow, reason) =>
            {
                logger.LogWarning("transaction {Hash} is set aside: {Reason}", slow.Transaction.Hash, reason);
                pool.SetAside(slow.Transaction.Hash, reason);
            });

    // The other refusals cost next to nothing.
    private static bool RanInVain(RejectionKind kind) => kind is RejectionKind.ValidationFailed
        or RejectionKind.ResourcesExceeded
        or RejectionKind.DeploymentFailed
        or RejectionKind.FeeTransferFailed
        or RejectionKind.TooLargeForBlock;

    private string? Known(CheckRequest request, PreparedBlock known, CancellationToken cancellation)
    {
        BlockHeader header = known.Block.Header;
        return header.Number != request.Height ? Expected("number", request.Height, header.Number)
            : header.ParentHash != request.Parent.Hash ? Expected("parent", request.Parent.Hash, header.ParentHash)
            : request.Builder is { } builder && header.SequencerAddress != builder.Address
                ? Expected("sequencer", builder.Address, header.SequencerAddress)
            : !known.Bytes.Span.SequenceEqual(request.Bytes.Span) ? "its bytes are not those of the block with this hash"
            : Doubt(request, header.Timestamp, known.Block.Transactions.OfType<L1HandlerTransaction>(), cancellation);
    }

    // What only this node can say of a block, and says anew of one that it knows: it may have been executed since others vouched for it.
    private string? Doubt(
        CheckRequest request, ulong timestamp, IEnumerable<L1HandlerTransaction> consumed, CancellationToken cancellation)
    {
        if (request.IsVouchedFor)
        {
            return null;
        }

        ulong latest = (ulong)clock.GetUtcNow().ToUnixTimeSeconds() + (ulong)rules.Limits.Block.ClockLeadSeconds;
        return timestamp > latest ? $"expected a time of at most {latest}, got {timestamp}" : messages.FindUnheld(consumed, cancellation);
    }

    private string? Execute(CheckRequest request, CancellationToken cancellation)
    {
        if (ParentOf(request.Parent, request.Height, out string? refusal) is not { } parent)
        {
            return refusal;
        }

        if (!ProposedBlock.TryDecode(request.Bytes.Span, transactions, out ProposedBlock? proposal, out refusal))
        {
            return refusal;
        }

        refusal = CheckHeader(request, proposal!, parent.Header)
            ?? messages.FindConsumed(proposal!.Messages, prepared.Below(request.Parent))
            ?? Doubt(request, proposal.Timestamp, proposal.Messages, cancellation);
        if (refusal is not null)
        {
            return refusal;
        }

        using IDisposable? pause = Drafts?.Pause();
        ProposalExecution? begun = Drafts?.TakeFollowed(request.Parent, proposal!);
        if (blocks.Execute(parent, proposal!, request.Bytes, request.IsVouchedFor, begun, out refusal, cancellation) is not { } executed)
        {
            return refusal;
        }

        BlockHeader header = executed.Block.Header;
        if (header.Hash != request.Value.Hash)
        {
            return $"expected hash {request.Value}, got {header.Hash} (state root {header.StateRoot})";
        }

        ValueId value = prepared.Add(executed);
        Show(executed);
        if (!request.IsDecided)
        {
            DraftOn(value);
        }

        return null;
    }

    private void Show(PreparedBlock block)
    {
        if (block.Block.Header.ParentHash == Tip.Hash)
        {
            Volatile.Write(ref proposal, block);
        }
    }

    private string? CheckHeader(CheckRequest request, ProposedBlock proposal, BlockHeader parent)
    {
        if (proposal.Number != request.Height)
        {
            return Expected("number", request.Height, proposal.Number);
        }

        if (request.Builder is { } builder && proposal.Sequencer != builder.Address)
        {
            return Expected("sequencer", builder.Address, proposal.Sequencer);
        }

        return proposal.Timestamp < parent.Timestamp
            ? $"expected a time of at least {parent.Timestamp}, got {proposal.Timestamp}"
            : null;
    }

    private BlockParent? ParentOf(ValueId value, ulong height, out string? problem)
    {
        BlockParent? parent = prepared.Parent(value);
        problem = parent is null ? $"its parent {value} is neither the last committed block nor a prepared one"
            : parent.Header.Number + 1 != height ? Expected("number", parent.Header.Number + 1, height)
            : null;
        return problem is null ? parent : null;
    }

    private void CommitOne(
        ulong height, ValueId value, ReadOnlyMemory<byte> bytes, Certificate certificate, CancellationToken cancellation)
    {
        if (height <= Tip.Number)
        {
            if (store.Header(height)!.Hash != value.Hash)
            {
                throw new BlockDivergedException($"block {height}: {value} was decided, but {store.Header(height)!.Hash} is committed");
            }

            return;
        }

        bool wasKnown = prepared.Find(value) is not null;
        PreparedBlock decided = Decided(height, value, bytes, cancellation);
        bool isDrafted = Drafts?.BeforeStoring(value, height) == true;
        store.Append(decided.Record([.. CertificateCodec.Encode(algorithm, certificate)]));
        BlockMeter.Committed(decided, committedAt is { } before ? clock.GetElapsedTime(before) : null);
        committedAt = clock.GetTimestamp();
        Volatile.Write(ref proposal, null);
        prepared.Committed(value);
        rhythm.Committed(rules.IsFull(decided.Block.Transactions.Length, decided.Weights) ? decided.Block.Transactions.Length : null);
        pool.Committed(PreparedBlocks.NoncesOf(decided), decided.Block.Transactions.Select(transaction => transaction.Hash).ToHashSet());

        // What was not executed before it was decided is caught up with: nobody needs the next block of this node.
        if (wasKnown && !isDrafted)
        {
            DraftOn(value);
        }
    }

    private PreparedBlock Decided(ulong height, ValueId value, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        BlockHeader tip = Tip;
        if (prepared.Find(value) is { } known && known.Block.Header.ParentHash == tip.Hash)
        {
            return known;
        }

        string? refusal =
            Check(new CheckRequest(height, new ValueId(tip.Hash), value, null, IsDecided: true, bytes), cancellation);
        return refusal is null
            ? prepared.Find(value)!
            : throw new BlockDivergedException(
                $"block {height} was decided as {value}, but this node cannot execute it to that: {refusal}");
    }

    private static string Expected<T>(string what, T expected, T got) => $"expected {what} {expected}, got {got}";
}
