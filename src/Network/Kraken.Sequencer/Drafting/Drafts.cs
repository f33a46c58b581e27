using System;
using System.Threading;
using Kraken.Consensus;
using Kraken.Execution.Blocks;
using Kraken.Execution.Concurrency;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Microsoft.Extensions.Logging;

namespace Kraken.Sequencer.Drafting;

/// <summary>
/// Executes the next block before anybody asks for it: the block that this node will propose, streamed to its peers as it grows, or the one
/// that a peer streams. Whoever builds or checks takes over the draft, or interrupts it. Safe for several threads.
/// </summary>
/// <remarks>
/// All of it is a guess that builds and checks compare with what they are asked for: a draft changes when a block is executed, never what
/// comes of it. Who changes the store calls <see cref="BeforeStoring"/>, so that no draft reads a state that is not the one after its
/// ground.
/// </remarks>
public sealed partial class Drafts : IDisposable
{
    private readonly object gate = new();
    private readonly BlockExecution execution;
    private readonly TransactionPool pool;
    private readonly Func<ulong, Felt> proposerOf;
    private readonly Felt self;
    private readonly DraftLimits limits;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly DraftSeriesOfPeers peers;
    private DraftGround? ground;
    private OwnDraft? own;
    private FollowedDraft? followed;
    private CancellationTokenSource? running;
    private int pauses;
    private int arrived;
    private long since;
    private bool isEnding;
    private Thread? thread;

    /// <summary>Drafts without a ground yet.</summary>
    /// <param name="blocks">Executes blocks.</param>
    /// <param name="pool">Waiting transactions.</param>
    /// <param name="rules">The chain's rules.</param>
    /// <param name="proposerOf">The validator that proposes in a height's first round: the rule of consensus.</param>
    /// <param name="self">This validator.</param>
    /// <param name="limits">What drafts take at most.</param>
    /// <param name="logger">Receives what went wrong on this side.</param>
    public Drafts(
        BlockBuilder blocks,
        TransactionPool pool,
        ChainRules rules,
        Func<ulong, Felt> proposerOf,
        Felt self,
        DraftLimits limits,
        TimeProvider clock,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(rules);
        execution = blocks.Execution;
        this.pool = pool;
        this.proposerOf = proposerOf;
        this.self = self;
        this.limits = limits;
        this.clock = clock;
        this.logger = logger;
        peers = new DraftSeriesOfPeers(proposerOf, rules.Limits.Block.MaxTransactions, limits);
        pool.Grown += OnGrown;
    }

    /// <summary>Takes each part of this node's drafts, to be sent to its peers. It must not wait.</summary>
    public Action<DraftPart> Streamed { get; set; } = static _ => { };

    /// <summary>Transactions of drafts that this node proposed, or that were in a proposal which it checked.</summary>
    public long Used { get; private set; }

    /// <summary>Transactions of drafts that were executed for nothing.</summary>
    public long Wasted { get; private set; }

    /// <summary>How many transactions of peers' drafts are held by name.</summary>
    internal int HeldTransactions
    {
        get
        {
            lock (gate)
            {
                return peers.HeldTransactions;
            }
        }
    }

    /// <summary>The block that the next one is drafted on; null while none is.</summary>
    internal DraftGround? Ground
    {
        get
        {
            lock (gate)
            {
                return ground;
            }
        }
    }

    private OpenBlock? Open => own?.Assembly.Block ?? followed?.Execution.Block;

    /// <summary>Begins to draft, on a thread of its own.</summary>
    public void Start()
    {
        thread = new Thread(Run, ExecutionStack.Bytes) { IsBackground = true, Name = "drafts" };
        thread.Start();
    }

    /// <summary>Takes a part of a peer's draft.</summary>
    /// <param name="peer">The validator that proved to be the sender.</param>
    /// <returns>False when it is none of a draft that this node follows.</returns>
    public bool Receive(Felt peer, DraftPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        lock (gate)
        {
            bool taken = peer != self && peers.TryTake(peer, part);
            if (taken && IsDue())
            {
                Monitor.PulseAll(gate);
            }

            return taken;
        }
    }

    /// <summary>Ends the draft and its thread.</summary>
    public void Dispose()
    {
        pool.Grown -= OnGrown;
        lock (gate)
        {
            isEnding = true;
            Leave();
            Monitor.PulseAll(gate);
        }

        thread?.Join();
    }

    /// <summary>
    /// The next block may stand on a block that was built or found valid, or committed: what was drafted on another is let go.
    /// </summary>
    internal void BeginOn(ValueId value, BlockParent parent, UncommittedContent below)
    {
        ulong? old = BlockRun.OldBlock(parent.Header.Number + 1, execution.Rules.Constants);
        DraftGround next = DraftGround.Of(value, parent, below, old);
        lock (gate)
        {
            if (isEnding || ground?.Value == value || next.Height <= peers.Committed)
            {
                return;
            }

            Leave();
            ground = next;
            peers.Of(next.Height)?.BeginAnew();
            arrived = pool.Count > 0 ? 1 : 0;
            since = clock.GetTimestamp();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>
    /// A block is about to be stored: a draft on another one ends, and has ended when this returns. One on that block goes on.
    /// </summary>
    /// <returns>Whether the next block is drafted on that block.</returns>
    internal bool BeforeStoring(ValueId value, ulong height)
    {
        lock (gate)
        {
            peers.Commit(height);
            if (ground?.Value != value)
            {
                Leave();
            }

            return ground is not null;
        }
    }

    /// <summary>No draft is executed until the result is disposed of: the processor is for what consensus asked for.</summary>
    internal IDisposable Pause()
    {
        lock (gate)
        {
            pauses++;
            Interrupt();
        }

        return new Paused(this);
    }

    /// <summary>
    /// Takes over the draft on a block, to propose it; null when there is none of use. None is begun on that block any more.
    /// </summary>
    internal OwnDraft? TakeOwn(ValueId parent)
    {
        lock (gate)
        {
            Interrupt();
            OwnDraft? draft = ground?.Value == parent ? own : null;
            if (draft is not null)
            {
                ulong oldest = (ulong)clock.GetUtcNow().Subtract(limits.MaxAge).ToUnixTimeSeconds();
                draft = draft.Assembly.Block.Header.Timestamp >= oldest ? draft : null;
            }

            Take(parent, draft is not null);
            return draft;
        }
    }

    /// <summary>Takes over the draft that begins a proposal; null when there is none. None is begun on its parent any more.</summary>
    internal ProposalExecution? TakeFollowed(ValueId parent, ProposedBlock proposal)
    {
        lock (gate)
        {
            Interrupt();
            FollowedDraft? draft = ground?.Value == parent && followed?.Execution.Block.Begins(proposal) == true ? followed : null;
            Take(parent, draft is not null);
            return draft?.Execution;
        }
    }

    /// <summary>Executes what is due now, whatever it was to wait for.</summary>
    /// <returns>False when there was nothing.</returns>
    internal bool Step()
    {
        CancellationTokenSource source;
        lock (gate)
        {
            if (running is not null || !IsDue())
            {
                return false;
            }

            source = running = new CancellationTokenSource();
        }

        Work(source);
        return true;
    }

    private void Take(ValueId parent, bool isUsed)
    {
        if (ground?.Value == parent)
        {
            Used += isUsed ? Open?.Transactions.Count ?? 0 : 0;
            Wasted += isUsed ? 0 : Open?.Transactions.Count ?? 0;
            ground = null;
            own = null;
            followed = null;
        }
    }

    // Waits until nothing is executed, while nothing begins. What is interrupted ends soon: the machine asks every few thousand steps.
    private void Interrupt()
    {
        pauses++;
        running?.Cancel();
        while (running is not null)
        {
            Monitor.Wait(gate);
        }

        pauses--;
    }

    private void Leave()
    {
        Interrupt();
        Drop();
    }

    private void Drop()
    {
        Wasted += Open?.Transactions.Count ?? 0;
        ground = null;
        own = null;
        followed = null;
    }

    private sealed class Paused(Drafts drafts) : IDisposable
    {
        public void Dispose()
        {
            lock (drafts.gate)
            {
                drafts.pauses--;
                Monitor.PulseAll(drafts.gate);
            }
        }
    }
}
